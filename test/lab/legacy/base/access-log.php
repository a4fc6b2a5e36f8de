<?php
// Three days of visits in the combined format: today's log, yesterday's, and an older one packed.
[, $file, $host, $perDay] = $argv;
$paths = array_slice($argv, 4);
mt_srand(crc32($host));
foreach (array(0 => $file, 1 => "$file.1", 2 => "$file.2.gz") as $daysAgo => $name) {
    $end = time() - $daysAgo * 86400;
    $lines = '';
    for ($n = 0; $n < $perDay; $n++) {
        $when = gmdate('d/M/Y:H:i:s +0000', $end - 86400 + intdiv($n * 86400, $perDay));
        // Squared, so that the first paths are asked for most.
        $path = $paths[(int) (pow(mt_rand() / mt_getrandmax(), 2) * (count($paths) - 0.001))];
        if ($n % 50 === 7) $path .= "?cari=$n";
        $method = $n % 37 === 3 ? 'POST' : 'GET';
        $status = $n % 211 === 9 ? 404 : 200;
        $ip = '10.9.' . mt_rand(0, 3) . '.' . mt_rand(1, 254);
        $lines .= "$ip - - [$when] \"$method $path HTTP/1.1\" $status " . mt_rand(900, 90000)
            . " \"-\" \"Mozilla/5.0 (X11; Linux x86_64)\"\n";
    }
    file_put_contents($name, str_ends($name, '.gz') ? gzencode($lines) : $lines);
    touch($name, $end);
}

function str_ends(string $text, string $end): bool
{
    return substr($text, -strlen($end)) === $end;
}
