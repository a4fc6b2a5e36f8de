<?php
require __DIR__ . '/pustaka.php';
require __DIR__ . '/halaman.php';
require __DIR__ . '/buku.php';

$jalur = rtrim(parse_url($_SERVER['REQUEST_URI'], PHP_URL_PATH), '/') ?: '/';
$halaman = array(
    'GET /'          => 'beranda',
    'GET /pedagang'  => 'daftar_pedagang',
    'GET /daftar-berkas' => 'daftar_berkas',
    'GET /status'    => 'keadaan',
    'GET /buku'      => 'baca_buku',
    'POST /tulis'    => 'tulis_buku',
    'GET /pasangan'  => 'baca_pasangan',
    'POST /pasangan' => 'tulis_pasangan',
);
$tanpa_basis_data = array('POST /unggah' => 'unggah', 'GET /unggahan' => 'baca_unggahan');
$minta = $_SERVER['REQUEST_METHOD'] . ' ' . $jalur;
if (isset($tanpa_basis_data[$minta])) {
    $tanpa_basis_data[$minta]($konfig['berkas']);
    exit;
}
$nama = $halaman[$minta] ?? 'tidak_ada';
try {
    $nama(basis_data());
} catch (mysqli_sql_exception $salah) {
    http_response_code(503);
    header('Retry-After: 5');
    header('Content-Type: text/plain; charset=utf-8');
    echo 'Basis data belum siap: ' . $salah->getCode() . "\n";
}
