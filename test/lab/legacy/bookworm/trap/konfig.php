<?php
// Pengaturan aplikasi retribusi pasar. Jangan diubah tanpa izin Bidang Pasar!
$konfig = array(
    'base_url' => 'http://retribusi.kota.test/',
    'judul'    => 'Retribusi Pasar Kota Contoh',
    'db_host'  => 'localhost',
    'db_user'  => 'retribusi',
    'db_pass'  => 'Pasar#2014$\'lama',
    'db_name'  => 'retribusi',
    'berkas'   => '/var/www/retribusi/berkas',
    'smtp'     => 'mail.kota.test',
    'surel'    => 'pasar@kota.test',
    'gerbang'  => 'http://10.11.12.13:8080/bayar',
);
