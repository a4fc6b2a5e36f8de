# A web server in what every Debian has: answers with what it was asked, as JSON.
use strict; use warnings; use IO::Socket::INET;
$SIG{CHLD} = 'IGNORE';
$SIG{TERM} = sub { exit 0 };
my $listener = IO::Socket::INET->new(LocalPort => 8080, Listen => 64, ReuseAddr => 1) or die $!;
while (1) {
  my $client = $listener->accept or next;
  next if fork;
  binmode $client;
  my $request = <$client> // exit;
  my ($method, $target) = split / /, $request;
  my ($headers, $length, $left) = ('', 0, 0);
  while (defined(my $line = <$client>)) {
    $line =~ s/\r\n//;
    last if $line eq '';
    my ($name, $value) = split /: /, $line, 2;
    $left = $value if lc $name eq 'content-length';
    $headers .= sprintf '"%s":"%s",', lc $name, $value =~ s/(["\\])/\\$1/gr;
  }
  while ($left > 0) {
    my $read = read $client, my $chunk, $left > 65536 ? 65536 : $left;
    last unless $read;
    $length += $read; $left -= $read;
  }
  exit if $left > 0;
  sleep 3 if $target =~ /slow/;
  my $own = $target =~ /own-policy/ ? "Strict-Transport-Security: max-age=60\r\n" : '';
  my $body = qq({"method":"$method","target":"$target","bytes":$length,"headers":{$headers"":""}});
  print $client "HTTP/1.1 200 OK\r\nServer: Apache/2.4.62 (Debian)\r\nX-Powered-By: PHP/8.2.30\r\n",
    $own, "Content-Type: application/json\r\nContent-Length: ", length $body, "\r\nConnection: close\r\n\r\n", $body;
  exit;
}
