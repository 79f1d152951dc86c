#!/usr/bin/env bash
# Makes the texts that the models here were trained on: weights/prepare-data.sh DATA OUT
# DATA holds the folders imdb, reuters-21578, ag-news, sst2 and fair-rationales with the archives as they are published
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
    my $v = defined $1 ? $1 : $2; $v =~ s/""/"/g; push @row, $v;
    if ($3 ne ",") { push @rows, [@row]; @row = (); last if $3 eq "" }
  }
  my ($column) = grep { $rows[0][$_] eq "sentence" } 0 .. $#{ $rows[0] };
  my %marked = map { key($_->[$column] // "") => 1 } @rows[1 .. $#rows];
  open my $tsv, "<", shift; <$tsv>; print "label\ttext\n"; my $left = 0;
  while (<$tsv>) { chomp; my ($s, $l) = split /\t/; $s =~ s/\s+$//; if ($marked{ key($s) }) { $left++; next } print "$l\t$s\n" }
  print STDERR "left out: $left of SST-2, for ", scalar(keys %marked), " marked sentences\n"' \
  "$work/marked.csv" "$work/sst2.tsv" > "$out/sst2-train.tsv"
perl -lane 'BEGIN { print "label\ttext" } next if $. == 1; my ($s, $l) = split /\t/; $s =~ s/\s+$//; print "$l\t$s"' "$data/sst2/dev.tsv" > "$out/sst2-dev.tsv"
tail -n +2 "$out/sst2-train.tsv" | cut -f2 > "$out/sst2.txt"
wc -lc "$out"/*
