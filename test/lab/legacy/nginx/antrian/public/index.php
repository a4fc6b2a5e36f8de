<?php
require __DIR__ . '/pustaka.php';
$db = antrian_db();
if ($_SERVER['REQUEST_METHOD'] === 'POST') {
    $db->query('INSERT INTO antrian (loket) VALUES (1)');
    exit('nomor ' . $db->insert_id . "\n");
}
echo '<title>Antrian</title><h1>' . $db->query('SELECT COUNT(*) FROM antrian')->fetch_row()[0] . " orang menunggu</h1>\n";
