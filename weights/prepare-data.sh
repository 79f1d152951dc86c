#!/usr/bin/env bash
# Makes the texts that the models here were trained on: weights/prepare-data.sh DATA OUT
# DATA holds the folders imdb, reuters-21578, ag-news, sst2, sst-trees and fair-rationales with the archives as they are published
# (weights/README.md says which). One document a line. Needs xz, tar, gzip and perl.
set -euo pipefail
data=$1 out=$2
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# Whole reviews; <br /> are line ends.
xz -dc "$data/imdb/aclImdb-50k.tar.xz" | tar -x -C "$work"
find "$work" -name '*_*.txt' -path '*/aclImdb/*' | sort | xargs perl -0777 -ne '
  s/<br\s*\/?>/ /g; s/\s+/ /g; s/^ | $//g; print "$_\n"' > "$out/imdb.txt"

# How reviews end, with what their writers gave, in the spelling of SST-2: lower case, marks apart. Ratings in words would give the answer away.
find "$work" -name '*_*.txt' -path '*/aclImdb/*' | sort | xargs perl -0777 -ne '
  my $label = $ARGV =~ m{/pos/} ? 1 : 0; s/<br\s*\/?>/ /g; my (@end, $words);
  for my $sentence (reverse split /(?<=[.!?])\s+/) {
    my $count = () = $sentence =~ /\S+/g; last if $words && $words + $count > 36;
    unshift @end, $sentence; $words += $count; last if $words >= 18;
  }
  my @last = split " ", join " ", @end; splice @last, 0, @last - 40 if @last > 40; my $t = lc "@last";
  $t =~ s/([.,!?;:()"]|--)/ $1 /g; $t =~ s/n\x27t\b/ n\x27t/g; $t =~ s/\x27(s|re|ve|ll|d|m)\b/ \x27$1/g; $t =~ s/\s+/ /g; $t =~ s/^ | $//g;
  print "$label\t$t\n" unless 4 > (() = $t =~ /\S+/g) || $t =~ /\d ?\/ ?10|\d out of 10|\d stars/' > "$work/imdb-ends.tsv"

# Bodies of the newswire; Latin-1, some entities.
xz -dc "$data/reuters-21578/reuters21578-sgm.tar.xz" | tar -x -C "$work"
find "$work" -name 'reut2-*.sgm' | sort | xargs perl -0777 -MEncode -ne '
  $_ = decode("iso-8859-1", $_);
  while (/<BODY>(.*?)<\/BODY>/sg) {
    my $t = $1; $t =~ s/&#\d+;//g; $t =~ s/&lt;/</g; $t =~ s/&gt;/>/g; $t =~ s/&amp;/&/g; $t =~ s/[\x00-\x1f\x7f-\x9f]+/ /g;
    $t =~ s/\bREUTER\s*$//i; $t =~ s/\s+/ /g; $t =~ s/^ | $//g; print encode("UTF-8", $t), "\n" if length $t > 20;
  }' > "$out/reuters.txt"

# News in four classes; the file of labelled texts has labels 1 to 4.
gzip -dc "$data/ag-news/train_subset.tsv.gz" | perl -F'\t' -lane '
  if ($. == 1) { print "label\ttext"; next } $F[2] =~ s/"/\x27/g; print "$F[1]\t$F[2]"' > "$out/ag-news-train.tsv"
gzip -dc "$data/ag-news/test.csv.gz" | perl -lne '
  BEGIN { print "label\ttext" } /^"(\d)","((?:[^"]|"")*)","((?:[^"]|"")*)"\r?$/ or die "line $.";
  my ($label, $text) = ($1, "$2 $3"); $text =~ s/""/\x27/g; print "$label\t$text"' > "$out/ag-news-test.tsv"
tail -n +2 "$out/ag-news-train.tsv" | cut -f2 > "$out/ag-news.txt"

# Sentences that people marked stay out of training.
gzip -dc "$data/fair-rationales/sst.csv.gz" > "$work/marked.csv"
gzip -dc "$data/sst2/train.tsv.gz" > "$work/sst2.tsv"
perl -e '
  sub key { my $t = lc shift; $t =~ s/[^a-z0-9]//g; $t }
  open my $csv, "<", shift; my $rest = do { local $/; <$csv> }; my (@rows, @row); my $field = "";
  while ($rest =~ /\G(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r?\n|\z)/g) {
    my ($v, $end) = (defined $1 ? $1 : $2, $3); $v =~ s/""/"/g; push @row, $v;
    if ($end ne ",") { push @rows, [@row]; @row = (); last if $end eq "" }
  }
  my ($column) = grep { $rows[0][$_] eq "sentence" } 0 .. $#{ $rows[0] };
  my %marked = map { key($_->[$column] // "") => 1 } @rows[1 .. $#rows];
  open my $tsv, "<", shift; <$tsv>; print "label\ttext\n"; my $left = 0;
  while (<$tsv>) { chomp; my ($s, $l) = split /\t/; $s =~ s/\s+$//; if ($marked{ key($s) }) { $left++; next } print "$l\t$s\n" }
  print STDERR "left out: $left of SST-2, for ", scalar(keys %marked), " marked sentences\n"' \
  "$work/marked.csv" "$work/sst2.tsv" > "$out/sst2-train.tsv"
perl -lane 'BEGIN { print "label\ttext" } next if $. == 1; my ($s, $l) = split /\t/; $s =~ s/\s+$//; print "$l\t$s"' "$data/sst2/dev.tsv" > "$out/sst2-dev.tsv"
tail -n +2 "$out/sst2-train.tsv" | cut -f2 > "$out/sst2.txt"

# 600 whole sentences to choose checkpoints on, by the order of their hashes, and what is left without any phrase of four words or more of theirs.
gzip -dc "$data/sst-trees/train.txt.gz" > "$work/trees.txt"
perl -MDigest::MD5=md5_hex -e '
  sub key { my $t = lc shift; $t =~ s/-lrb-/(/g; $t =~ s/-rrb-/)/g; $t =~ s/[^a-z0-9 ]//g; join " ", split " ", $t }
  my ($trees, $train, $held, $rest) = @ARGV; my (%label, %text, @rows);
  open my $in, "<", $train; <$in>;
  while (<$in>) { chomp; my ($l, $t) = split /\t/; my $k = key($t); push @rows, [$k, $l, $t]; ($label{$k}, $text{$k}) = ($l, $t) unless exists $label{$k} }
  open $in, "<", $trees; my %whole;
  while (<$in>) {
    my ($mark) = /^\((\d)/; my $t = join " ", /\(\d ([^()\s]+)\)/g; my $k = key($t); my $n = () = $t =~ /\S+/g;
    $whole{$k} = 1 if $mark != 2 && $n >= 6 && $n <= 40 && exists $label{$k} && $label{$k} == ($mark > 2 ? 1 : 0);
  }
  my @held = (sort { md5_hex($a) cmp md5_hex($b) } keys %whole)[0 .. 599]; my %phrase;
  for my $k (@held) { my @w = split " ", $k; for my $n (4 .. @w) { $phrase{join " ", @w[$_ .. $_ + $n - 1]} = 1 for 0 .. @w - $n } }
  open my $o, ">", $held; print $o "label\ttext\n"; print $o "$label{$_}\t$text{$_}\n" for @held;
  open $o, ">", $rest; print $o "label\ttext\n"; $phrase{$_->[0]} or print $o "$_->[1]\t$_->[2]\n" for @rows' \
  "$work/trees.txt" "$out/sst2-train.tsv" "$out/sst2-held.tsv" "$out/sst2-rest.tsv"
{ cat "$out/sst2-rest.tsv"; cat "$work/imdb-ends.tsv"; } > "$out/sst2-and-imdb.tsv"
wc -lc "$out"/*
