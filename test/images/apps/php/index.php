<?php
// What the tests ask of PHP in an app container, one question a parameter.

header('Content-Type: text/plain; charset=utf-8');
$questions = [
    'database' => 'database',
    'slow' => 'slow',
    'ini' => fn ($name) => print(ini_get($name)),
    'server' => fn ($name) => print($_SERVER[$name] ?? ''),
    'env' => fn ($name) => print(getenv($name)),
];
foreach ($_GET as $question => $argument) {
    $questions[$question]($argument);
}
if (!$_GET) {
    echo PHP_MAJOR_VERSION, '.', PHP_MINOR_VERSION;
}

/** Writes and reads a row over the address given, as an old application would. */
function database(string $host): void
{
    mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
    $db = new mysqli($host, getenv('DB_USER'), getenv('DB_PASSWORD'), getenv('DB_NAME'));
    $db->query('CREATE TABLE IF NOT EXISTS kunjungan (teks VARCHAR(50))');
    $db->query("INSERT INTO kunjungan VALUES ('kopi ☕')");
    echo $db->query('SELECT teks FROM kunjungan LIMIT 1')->fetch_row()[0], ' ', $db->host_info;
}

function slow(string $seconds): void
{
    touch('/tmp/slow-started');
    // sleep() alone would end early at the signal that asks Apache to stop.
    for ($end = microtime(true) + (float) $seconds; microtime(true) < $end;) {
        usleep(50_000);
    }
    echo 'finished';
}
