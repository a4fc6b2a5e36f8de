<?php
// POST /index.php/tambah?nip=…&nama=…: satu pegawai; dijawab "tersimpan" sesudah tertulis.
$perintah = $db->prepare('INSERT INTO pegawai (nip, nama) VALUES (?, ?)');
$perintah->bind_param('ss', $_GET['nip'], $_GET['nama']);
if (!$perintah->execute()) { http_response_code(503); exit('gagal'); }
echo 'tersimpan ' . htmlspecialchars($_GET['nip']) . "\n";
