# What Sisimai says of each mail of a folder, one line of JSON a recipient: the reference `bench.returns` is held to.
# perl -I SISIMAI/lib bench/peers/sisimai_expected.pl FOLDER > FOLDER/expected.jsonl
use strict;
use warnings;
use File::Find;
use JSON;
use Sisimai;

my $folder = $ARGV[0] or die "Name a folder.\n";
my @mails;
find({ no_chdir => 1, wanted => sub { push @mails, $_ if -f $_ && /\.eml\z/ } }, $folder);
my $json = JSON->new->utf8->canonical;
for my $mail (sort @mails) {
    my $told = eval { Sisimai->rise($mail, 'delivered' => 1, 'vacation' => 1) } || [];
    for my $one (@$told) {
        my $said = $one->damn;
        print $json->encode({
            file      => substr($mail, length($folder) + 1),
            recipient => $said->{recipient},
            alias     => $said->{alias} || '',
            reason    => $said->{reason},
            hard      => $said->{hardbounce} ? JSON::true : JSON::false,
            words     => $said->{diagnosticcode} || '',
        }), "\n";
    }
}
