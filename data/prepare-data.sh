#!/usr/bin/env bash
# Makes the tables of this folder: data/prepare-data.sh DATA OUT
# DATA holds the folders sst2, sst-trees, fair-rationales, ag-news and eraser-movies with the archives as they are published (README.md says
# which). Columns: text, label and, where people marked words, rationale: a number from 0 to 1 for each word. Needs gzip, tar and perl.
set -euo pipefail
data=$1 out=$2
mkdir -p "$out"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# A sentence of SST-2, and beside it how the treebank's people labelled each word: half a mark for a word that leans towards the sentence's
# class, a whole one for a word that says it strongly.
trees() {
  perl -e '
    my ($trees, $table) = @ARGV; my %marks;
    sub key { my $t = lc shift; $t =~ s/-lrb-/(/g; $t =~ s/-rrb-/)/g; $t =~ s/\\\//\//g; $t =~ s/\s+//g; $t }
    open my $in, "<", $trees;
    while (<$in>) {
      my ($root) = /^\((\d)/; my @w; while (/\((\d) ([^()\s]+)\)/g) { push @w, [$1, $2] }
      $marks{key(join "", map { $_->[1] } @w)} = { root => $root, words => [map { $_->[0] } @w] } if $root != 2;
    }
    open $in, "<", $table; <$in>; print "text\tlabel\trationale\n"; my $missing = 0;
    while (<$in>) {
      s/[\r\n]+$//; my ($label, $text) = split /\t/; my @words = split " ", $text; my $m = $marks{key($text)}; my $marks = "";
      $label = $m->{root} > 2 ? 1 : 0 if $m;
      if ($m && @{ $m->{words} } == @words) {
        $marks = "[" . join(",", map { my $lean = ($_ - 2) * ($label ? 1 : -1); $lean >= 1 ? ($lean >= 2 ? 1 : 0.5) : 0 } @{ $m->{words} }) . "]"
      } else { $missing++ }
      print join("\t", $text, $label ? "positive" : "negative", $marks), "\n"
    }
    print STDERR "$table: $missing sentences without marks: the treebank has other words\n"' "$1" "$2"
}
for part in train dev test; do gzip -dc "$data/sst-trees/$part.txt.gz" > "$work/$part.txt"; done
perl -lane 'BEGIN { print "label\ttext" } next if $. == 1; s/\r//; my ($s, $l) = split /\t/; $s =~ s/\s+$//; print "$l\t$s"' "$data/sst2/dev.tsv" > "$work/dev.tsv"
gzip -dc "$data/sst2/test-labeled.tsv.gz" | perl -lane 'BEGIN { print "label\ttext" } next if $. == 1 && /sentence/; s/\r//; my ($s, $l) = split /\t/; $s =~ s/\s+$//; print "$l\t$s"' > "$work/test.tsv"
trees "$work/dev.txt" "$work/dev.tsv" > "$out/sst2-dev.tsv"
trees "$work/test.txt" "$work/test.tsv" > "$out/sst2-test.tsv"
# Sentences that were held out of training; weights/prepare-data.sh makes the table of which.
if [ -n "${3:-}" ]; then trees "$work/train.txt" "$3" > "$out/sst2-held.tsv"; fi

# Sentences of which six people each marked the words that led them to their label; the share of those who marked it.
for name in sst dynasent; do
  gzip -dc "$data/fair-rationales/$name.csv.gz" > "$work/$name.csv"
  perl -e '
    open my $csv, "<", shift; my $rest = do { local $/; <$csv> }; my (@rows, @row); my $field = "";
    while ($rest =~ /\G(?:"((?:[^"]|"")*)"|((?:[^,"\r\n][^,\r\n]*)?))(,|\r?\n|\z)/g) {
      my ($v, $end) = (defined $1 ? $1 : $2, $3); $v =~ s/""/"/g; push @row, $v;
      if ($end ne ",") { push @rows, [@row]; @row = (); last if $end eq "" }
    }
    my %at; @at{@{ $rows[0] }} = 0 .. $#{ $rows[0] }; my (%sum, %count, %text, %label, @order);
    for my $r (@rows[1 .. $#rows]) {
      next unless @$r == @{ $rows[0] }; my $id = $r->[$at{sentence}]; my @m = $r->[$at{rationale_binary}] =~ /([01])/g;
      push @order, $id unless exists $text{$id}; $text{$id} = $r->[$at{sentence}]; $label{$id} = $r->[$at{original_label}];
      $count{$id}++; $sum{$id}[$_] += $m[$_] for 0 .. $#m;
    }
    print "text\tlabel\trationale\n";
    for my $id (@order) {
      next unless $label{$id} =~ /^(positive|negative)$/; my $t = $text{$id}; $t =~ s/[\t\r\n]+/ /g;
      print join("\t", $t, $label{$id}, "[" . join(",", map { sprintf "%.4g", $_ / $count{$id} } @{ $sum{$id} }) . "]"), "\n"
    }' "$work/$name.csv" > "$out/$([ $name = sst ] && echo sst2-marked || echo dynasent).tsv"
done

# The first thousand of AG News test, and of its training texts those that no classifier here learned from are none: see README.md.
gzip -dc "$data/ag-news/test.csv.gz" | perl -lne '
  BEGIN { @names = ("World", "Sports", "Business", "Sci/Tech"); print "text\tlabel" } next if $. > 1000;
  /^"(\d)","((?:[^"]|"")*)","((?:[^"]|"")*)"\r?$/ or die "line $.";
  my ($label, $text) = ($1, "$2 $3"); $text =~ s/""/\x27/g; print "$text\t$names[$label - 1]"' > "$out/ag-news-test.tsv"

# Long texts: film reviews with the spans that people marked.
tar -xzf "$data/eraser-movies/docs.tar.gz" -C "$work"
gzip -dc "$data/eraser-movies/val.jsonl.gz" | perl -MJSON::PP -lne '
  BEGIN { print "text\tlabel\trationale" } my $r = decode_json($_); my ($file) = glob "'"$work"'/*/$r->{annotation_id}"; $file ||= "'"$work"'/$r->{annotation_id}";
  open my $doc, "<", $file or die "$file: $!"; my @w = map { split " " } <$doc>; my @m = (0) x @w;
  for my $list (@{ $r->{evidences} }) { for my $e (@$list) { $m[$_] = 1 for $e->{start_token} .. $e->{end_token} - 1 } }
  print join("\t", join(" ", @w), lc $r->{classification} eq "pos" ? "positive" : "negative", "[" . join(",", @m) . "]")' > "$out/movies.tsv"
wc -lc "$out"/*.tsv
