<?php
// Buku besar: dipakai uji untuk menghitung tulisan yang sudah dijawab "tersimpan".

/** Nomor dari pemanggil: huruf, angka, garis; selain itu ditolak. */
function nomor(): string
{
    $id = (string) ($_GET['id'] ?? '');
    if (preg_match('/^[A-Za-z0-9_-]{1,64}$/', $id)) return $id;
    http_response_code(400);
    exit("id tidak sah\n");
}

/** POST /unggah?id=…: satu berkas, tanpa basis data; 200 baru dijawab setelah berkasnya utuh di tempatnya. */
function unggah(string $folder): void
{
    $id = nomor();
    $sementara = "$folder/.$id";
    if (file_put_contents($sementara, "isi $id\n") === false || !rename($sementara, "$folder/$id")) {
        http_response_code(507);
        exit("tidak tersimpan\n");
    }
    header('Content-Type: text/plain');
    echo "tersimpan $id\n";
}

/** GET /unggahan[?awalan=…]: nama semua berkas yang isinya utuh, satu per baris. */
function baca_unggahan(string $folder): void
{
    header('Content-Type: text/plain');
    $awalan = (string) ($_GET['awalan'] ?? '');
    foreach (scandir($folder) as $id) {
        $utuh = str_starts_with($id, $awalan) && @file_get_contents("$folder/$id") === "isi $id\n";
        if ($utuh) echo "$id\n";
    }
}

/** POST /tulis?id=…: satu baris InnoDB; 200 baru dijawab setelah COMMIT. */
function tulis_buku(mysqli $db): void
{
    $id = nomor();
    $db->begin_transaction();
    $perintah = $db->prepare('INSERT INTO buku (id, waktu) VALUES (?, NOW(6))');
    $perintah->bind_param('s', $id);
    $perintah->execute();
    $db->commit();
    header('Content-Type: text/plain');
    echo "tersimpan $id\n";
}

/** GET /buku[?awalan=…][&tabel=kas]: semua id, satu per baris, dalam urutan tulis; yang kembar tampak dua kali. */
function baca_buku(mysqli $db): void
{
    $awalan = addcslashes((string) ($_GET['awalan'] ?? ''), '%_\\') . '%';
    $tabel = in_array($_GET['tabel'] ?? '', array('kas', 'kas_rinci'), true) ? $_GET['tabel'] : 'buku';
    $perintah = $db->prepare("SELECT id FROM $tabel WHERE id LIKE ? ORDER BY no");
    $perintah->bind_param('s', $awalan);
    $perintah->execute();
    header('Content-Type: text/plain');
    foreach ($perintah->get_result() as $baris) echo $baris['id'] . "\n";
}

/** POST /pasangan?id=…: dua tabel MyISAM yang selalu ditulis bersama, tanpa transaksi. */
function tulis_pasangan(mysqli $db): void
{
    $id = nomor();
    foreach (array('kas', 'kas_rinci') as $tabel) {
        $perintah = $db->prepare("INSERT INTO $tabel (id, jumlah) VALUES (?, 1500)");
        $perintah->bind_param('s', $id);
        $perintah->execute();
    }
    header('Content-Type: text/plain');
    echo "tersimpan $id\n";
}

/** GET /pasangan: banyaknya baris kedua tabel dan yang tidak punya pasangan. */
function baca_pasangan(mysqli $db): void
{
    header('Content-Type: text/plain');
    foreach (array('kas' => 'kas_rinci', 'kas_rinci' => 'kas') as $satu => $dua) {
        $banyak = $db->query("SELECT COUNT(*) FROM $satu")->fetch_row()[0];
        $sendiri = $db->query("SELECT COUNT(*) FROM $satu a LEFT JOIN $dua b USING (id) WHERE b.id IS NULL");
        echo "$satu $banyak tanpa pasangan " . $sendiri->fetch_row()[0] . "\n";
    }
}
