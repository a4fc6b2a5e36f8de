<?php
require __DIR__ . '/konfig.php';

mysqli_report(MYSQLI_REPORT_ERROR | MYSQLI_REPORT_STRICT);

/** Sambungan ke basis data, dengan pengaturan dari konfig.php. */
function basis_data(): mysqli
{
    global $konfig;
    $db = new mysqli($konfig['db_host'], $konfig['db_user'], $konfig['db_pass'], $konfig['db_name']);
    $db->set_charset('utf8mb4');
    return $db;
}

/** Isi rahasia.enc (AES-256-GCM: 12 bita nonce, 16 bita tanda, sisanya isi), atau null. */
function rahasia(): ?array
{
    $kunci = @file_get_contents(__DIR__ . '/kunci.key');
    $kotak = @file_get_contents(__DIR__ . '/rahasia.enc');
    if (!$kunci || !$kotak) return null;
    $isi = openssl_decrypt(substr($kotak, 28), 'aes-256-gcm', $kunci, OPENSSL_RAW_DATA,
        substr($kotak, 0, 12), substr($kotak, 12, 16));
    return $isi === false ? null : json_decode($isi, true);
}

/** Satu pilihan dari tabel pengaturan: nilai PHP yang diserialkan. */
function pengaturan(mysqli $db, string $nama)
{
    $perintah = $db->prepare('SELECT nilai FROM pengaturan WHERE nama = ?');
    $perintah->bind_param('s', $nama);
    $perintah->execute();
    $baris = $perintah->get_result()->fetch_row();
    return $baris ? unserialize($baris[0]) : null;
}

function aman(?string $teks): string
{
    return htmlspecialchars((string) $teks, ENT_QUOTES | ENT_SUBSTITUTE, 'UTF-8');
}
