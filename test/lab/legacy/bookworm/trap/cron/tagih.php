<?php
// Dijalankan cron tiap sepuluh menit, dengan akun basis data sendiri (tagih.ini).
$ini = parse_ini_file(__DIR__ . '/tagih.ini');
mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);
$db = new mysqli($ini['host'], $ini['user'], $ini['sandi'], $ini['basis'], (int) $ini['port']);
$db->query("INSERT INTO jejak (kejadian, oleh) VALUES ('tagih', CURRENT_USER())");
$db->query('CALL p_tagih(CURDATE())');
@mail('pasar@kota.test', 'Tagihan terkirim', 'Tagihan pasar hari ini sudah dibuat.');
