<?php
/** Kerangka HTML yang dipakai semua halaman. */
function tampilkan(string $judul, string $isi): void
{
    global $konfig;
    header('Content-Type: text/html; charset=utf-8');
    $dasar = aman($konfig['base_url']);
    echo "<!doctype html>\n<html lang=\"id\"><head><title>" . aman($judul) . "</title></head><body>\n"
        . "<nav><a href=\"{$dasar}\">Beranda</a> <a href=\"{$dasar}pedagang\">Pedagang</a>"
        . " <a href=\"{$dasar}daftar-berkas\">Berkas</a></nav>\n<h1>" . aman($judul) . "</h1>\n$isi\n</body></html>\n";
}

function beranda(mysqli $db): void
{
    global $konfig;
    $tampilan = pengaturan($db, 'tampilan');
    $saldo = $db->query('SELECT pasar, jumlah FROM v_saldo ORDER BY pasar')->fetch_all(MYSQLI_ASSOC);
    $baris = '';
    foreach ($saldo as $s) $baris .= '<li>' . aman($s['pasar']) . ': Rp' . $s['jumlah'] . "</li>\n";
    tampilkan($konfig['judul'], '<img src="' . aman($tampilan['lambang'] ?? 'RUSAK') . "\" alt=\"lambang\">\n<ul>\n$baris</ul>");
}

function daftar_pedagang(mysqli $db): void
{
    $baris = '';
    foreach ($db->query('SELECT nama, alamat, f_tarif(luas) AS tarif FROM pedagang ORDER BY no') as $p) {
        $baris .= '<li>' . aman($p['nama']) . ', ' . aman($p['alamat']) . ": Rp{$p['tarif']}</li>\n";
    }
    // Kolom catatan diisi aplikasi lama lewat sambungan latin1: huruf UTF-8 tersimpan dua kali.
    $db->set_charset('latin1');
    foreach ($db->query('SELECT catatan FROM pasar ORDER BY kode') as $p) {
        $baris .= '<li>' . aman($p['catatan']) . "</li>\n";
    }
    tampilkan('Daftar Pedagang', "<ul>\n$baris</ul>");
}

/** Berkas yang disebut tabel `berkas`; yang sudah lama hilang disebut hilang. */
function daftar_berkas(mysqli $db): void
{
    global $konfig;
    $baris = '';
    foreach ($db->query('SELECT jalur FROM berkas ORDER BY no') as $b) {
        $ada = is_file($konfig['berkas'] . '/' . $b['jalur']) ? 'ada' : 'hilang';
        $baris .= '<li>' . aman(rawurlencode($b['jalur'])) . ": $ada</li>\n";
    }
    tampilkan('Berkas', "<ul>\n$baris</ul>");
}

/** Satu baris teks untuk tiap hal yang harus tetap benar setelah pindah. */
function keadaan(mysqli $db): void
{
    global $konfig;
    $nilai = fn (string $sql) => $db->query($sql)->fetch_row()[0];
    header('Content-Type: text/plain; charset=utf-8');
    echo 'rahasia: ' . (rahasia()['tanda'] ?? 'tidak terbaca') . "\n";
    echo 'tampilan: ' . (pengaturan($db, 'tampilan')['lambang'] ?? 'tidak terbaca') . "\n";
    echo 'pedagang: ' . $nilai('SELECT COUNT(*) FROM pedagang') . "\n";
    echo 'saldo: ' . $nilai('SELECT COALESCE(SUM(jumlah), 0) FROM v_saldo') . "\n";
    echo 'tarif: ' . $nilai('SELECT f_tarif(4)') . "\n";
    echo 'sql_mode: ' . $nilai('SELECT @@GLOBAL.sql_mode') . "\n";
    echo 'dapat ditulis: ' . (is_writable($konfig['berkas']) ? 'ya' : 'tidak') . "\n";
}

function tidak_ada(mysqli $db): void
{
    http_response_code(404);
    tampilkan('Halaman tidak ada', '');
}
