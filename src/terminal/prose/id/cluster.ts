import type { Catalogue } from '../catalogue.js';

/** Perencanaan, penerapan, kunci, image dan proxy. */
export const cluster: Catalogue = {
  CLU010: {
    text: '{service} tidak berjalan: {reason}',
    next: 'Baca baris di atas, perbaiki aplikasi, lalu jalankan perintah yang sama; volumenya tidak disentuh.',
  },
  CLU011: {
    text: '{service} tidak diperbarui: {reason}. Versi {version} dikembalikan dan tetap melayani',
    next: 'Perbaiki aplikasi lalu jalankan perintah yang sama.',
  },
  CLU012: { text: 'layanan {service} tidak ada di engine', next: 'Jalankan: induk apply' },
  CLU013: {
    text: 'port {port} di {server} dipakai oleh {holder}, sehingga {service} tidak dapat dimulai',
    next: 'Hentikan program itu untuk seterusnya (systemctl disable --now …), atau pilih port lain di bawah "proxy:" pada site.yaml; lalu jalankan lagi perintah yang sama.',
  },
  CLU014: {
    text: 'perintah release dari {service} gagal: {reason}. Versi baru tidak menerima lalu lintas',
    next: 'Perbaiki perintahnya (baris terakhirnya ada di atas) lalu jalankan: induk apply',
  },
  CLU015: {
    text: '{service}: image {image} menyimpan data di {paths}, tempat tidak ada yang dipasang; Swarm akan kehilangan data itu pada pembaruan berikutnya',
    next: 'Tambahkan setiap path di bawah "storage:" pada aplikasi.',
  },
  CLU016: {
    text: 'engine menolak {target}: {reason}',
    next: 'Jalankan perintah yang sama; yang sudah selesai tetap ada.',
  },
  CLU017: {
    text: 'engine berhenti menjawab: {reason}',
    next: 'Periksa dengan: induk servers check. Lalu jalankan perintah yang sama.',
  },
  CLU018: {
    text: '{service} menyimpan data di {from} ({volumes}); di {to} ia akan mulai dengan volume kosong',
    next: 'Memindahkan data antarserver tidak dilakukan oleh apply. Kembalikan "server: {from}"; atau, bila data boleh ditinggal: induk destroy aplikasinya (volumenya tetap di {from}), lalu induk apply.',
  },
  CLU020: {
    text: 'image {image} tidak ada di {server} dan tidak dapat diambil: {reason}',
    next: 'Periksa namanya, atau jalur dari server ke registry.',
  },
  CLU021: {
    text: 'membangun {image} di {server} gagal: {reason}',
    next: 'Perbaiki yang ditunjukkan baris di atas lalu jalankan perintah yang sama.',
  },
  CLU022: {
    text: 'disk {server} penuh: {image} tidak dapat dibangun',
    next: 'Kosongkan ruang (docker system df menunjukkan pemakainya; induk menyimpan lima image terakhir tiap aplikasi) lalu jalankan perintah yang sama. Yang berjalan tetap berjalan.',
  },
  CLU030: {
    text: 'dikunci oleh {holder} sejak {started} ({reason}; tanda hidup terakhir {silent} detik lalu)',
    next: 'Tunggu sampai selesai. Bila pasti sudah mati: induk unlock',
  },
  CLU031: {
    text: 'mengambil alih kunci {holder} ({reason}), diam selama {silent} detik',
    next: 'Yang sudah dimulainya diperiksa lagi.',
  },
  CLU032: { text: 'Terapkan ke {origin}?' },
  CLU033: { text: 'Rencana untuk {origin}' },
  CLU034: {
    text: 'kunci tidak dapat dilepas di {server}: {reason}',
    next: 'Periksa engine dengan: induk servers check. Lalu jalankan lagi perintah yang sama; kunci akan diambil alih, dari komputer lain setelah satu menit.',
  },
  CLU035: {
    text: 'Docker Engine menjawab dengan galat: {reason}',
    next: 'Periksa dengan: induk servers check. Lalu jalankan lagi perintah yang sama.',
  },
  CLU040: {
    text: 'tidak ada proxy yang berjalan di {server}',
    next: 'Lihat sebabnya dengan: induk doctor',
  },
  CLU041: {
    text: 'proxy di {server} menolak konfigurasinya: {reason}',
    next: 'Konfigurasi lama masih berlaku. Periksa domain dan sertifikat, lalu jalankan: induk apply',
  },
  CLU042: {
    text: 'tidak ada node Swarm berlabel server {server}',
    next: 'Jalankan: induk servers setup {server}',
  },
  CLU050: {
    text: 'nilai rahasia belum ada: {missing}',
    next: 'Isi masing-masing, mis.: induk secrets set {first}',
  },
  CLU060: {
    text: 'rencana di {file} sudah basi: inventaris, sumber, rahasia atau server berubah sejak itu',
    next: 'Buat yang baru: induk plan --out {file}',
  },
  CLU061: {
    text: '{file} bukan rencana tersimpan: {reason}',
    next: 'Buat: induk plan --out {file}',
  },
  CLU062: {
    text: '{failed} dari {apps} aplikasi gagal: {names}',
    next: 'Yang lain selesai. Perbaiki yang ditunjukkan di atas lalu jalankan: induk apply',
  },
  CLU063: {
    text: 'tidak ada Swarm yang berjalan di {server}',
    next: 'Jalankan: induk servers setup',
  },
  CLU070: { text: '{app} belum dipasang', next: 'Jalankan: induk apply {app}' },
  CLU071: {
    text: '{app} tidak punya layanan "{part}"; yang ada: {has}',
    next: 'Sebut salah satunya dengan --service.',
  },
  CLU072: {
    text: 'tidak ada kontainer {service} yang berjalan: {reason}',
    next: 'Lihat sebabnya dengan: induk logs {app}',
  },
  CLU073: {
    text: 'tidak ada versi {app} yang lebih lama di servernya',
    next: 'Lihat yang ada dengan: induk rollback {app} --list',
  },
  CLU074: {
    text: 'versi {version} dari {app} tidak ada di servernya, atau cocok dengan beberapa; yang ada: {versions}',
    next: 'Sebut salah satunya, atau pasang dari sumbernya: induk apply {app}',
  },
  CLU075: { text: 'Mulai ulang {services} dari {site}?' },
  CLU076: { text: 'Kembalikan {app} di {site} dari {from} ke versi {to} ({created})?' },
  CLU077: {
    text: 'Ini menghapus {app} dari {site}: {services}; volume data yang ikut dihapus: {volumes}. Ketik nama aplikasinya',
  },
  CLU078: {
    text: 'Buka paksa kunci {site}? Bila proses itu masih hidup, dua proses akan mengubah situs bersamaan',
  },
  CLU079: {
    text: 'proxy di {server} masih memuat rute {app} ({reason}); induk apply berikutnya menghapusnya',
  },
  CLU080: {
    text: '{server} tidak menjawab ({reason}); milik {app} di sana tetap ada sampai perintah ini dijalankan lagi',
  },
  CLU081: {
    text: 'inventaris dan sumber masih menyebut versi lain dari {version}; induk apply berikutnya memasang versi itu',
  },
  CLU082: { text: '{app} masih ada di inventaris; induk apply berikutnya membuatnya lagi' },
  CLU083: {
    text: '"{given}" bukan waktu untuk --since',
    next: 'Beri lama waktu (45s, 10m, 2h, 3d) atau waktu seperti 2026-01-31T08:00:00+07:00.',
  },
  CLU084: {
    text: '{app} tidak punya domain, jadi tidak ada alamat untuk dibuka',
    next: 'Tambahkan di bawah "domains:" pada aplikasi.',
  },
  CLU085: {
    text: 'engine menolak menghapus {object}: {reason}',
    next: 'Jalankan perintah yang sama; yang sudah terhapus tetap terhapus.',
  },
  CLU086: {
    text: '{failed} pemeriksaan gagal',
    next: 'Setiap baris yang gagal di atas menyebut langkahnya.',
  },
  CLU087: {
    text: 'induk dijalankan node {version}; perlu {needed} atau lebih baru',
    next: 'Pasang dengan: apt-get install nodejs (ada di Debian 13).',
  },
  CLU088: {
    text: 'node Swarm {server} berkeadaan {state}',
    next: 'Pastikan mesin dan Docker Engine-nya berjalan, dan server saling terjangkau.',
  },
  CLU089: {
    text: 'proxy di {server} memakai konfigurasi lain dari yang terakhir dimuat',
    next: 'Ada yang mengubahnya dengan tangan. Hapus labelnya agar dimuat lagi: docker node update --label-rm induk.routes {node}; lalu jalankan: induk apply',
  },
  CLU090: {
    text: 'proxy di {server} belum memuat rute dari inventaris',
    next: 'Jalankan: induk apply',
  },
  CLU091: {
    text: '{service} berkeadaan {state}: {reason}',
    next: 'Baca keluarannya dengan: induk logs {app} --service {part}',
  },
  CLU092: {
    text: 'nama {domain} tidak dikenal di sini: {reason}',
    next: 'Tambahkan ke DNS domainnya, mengarah ke {server}.',
  },
  CLU093: {
    text: '{domain} mengarah ke {addresses}, bukan salah satu server',
    next: 'Kecuali itu load balancer atau firewall Anda, arahkan ke {server}.',
  },
  CLU094: {
    text: 'port {port} di {server} tidak menjawab dari sini: {reason}',
    next: 'Pastikan proxy berjalan (induk status) dan firewall membuka portnya.',
  },
  CLU095: {
    text: 'dikunci oleh {holder} ({reason}) sejak {started}; tanda hidup terakhir {silent} detik lalu',
    next: 'Proses yang hidup memberi tanda tiap 10 detik. Bila sudah mati: induk unlock',
  },
  CLU096: {
    text: 'disk {server} terisi {used} %, sisa {free} di {path}',
    next: 'Kosongkan ruang: docker system df menunjukkan pemakainya.',
  },
  CLU097: {
    text: 'Docker Engine di {server} adalah {version}; yang terbaru di situs {newest}',
    next: 'Perbarui server satu per satu, kosongkan (drain) dahulu.',
  },
  CLU098: {
    text: 'tidak ada kunci age pribadi untuk rahasia',
    next: 'Buat dengan: induk secrets key, atau sebut berkasnya: INDUK_AGE_KEY_FILE',
  },
  CLU099: {
    text: 'kunci age Anda {recipient} tidak ada di team pada site.yaml',
    next: 'Tambahkan di bawah "team:" lalu minta anggota menjalankan: induk secrets rekey',
  },
  CAP001: {
    text: 'aplikasi di {server} meminta {needs} inti prosesor, yang ada {has}',
    next: 'Pada jam sibuk semuanya saling memperlambat. Pindahkan aplikasi dengan "server:", atau kecilkan "size:"-nya.',
  },
  CAP002: {
    text: 'aplikasi di {server} boleh memakai memori {needs}, yang ada {has}',
    next: 'Bila semua dipakai, kernel menghentikan sebagian. Pindahkan aplikasi dengan "server:", atau kecilkan "size:"-nya.',
  },
  CAP003: {
    text: 'aplikasi di {server} merencanakan disk {needs}, yang ada {has}',
    next: 'Pindahkan aplikasi dengan "server:", atau perbesar disk server.',
  },
  CAP004: {
    text: 'memori {server} tersisa {free}, padahal memperbarui {app} tanpa jeda sesaat butuh {needs} lagi',
    next: 'Pembaruan bisa menunggu tempat. Pindahkan aplikasi dengan "server:", atau kecilkan "size:" {app}.',
  },
};
