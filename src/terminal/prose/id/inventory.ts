import type { Catalogue } from '../catalogue.js';

/** What is wrong with an inventory, in Indonesian. */
export const inventory: Catalogue = {
  INV001: { text: 'sintaks YAML: {problem}' },
  INV002: { text: 'kunci "{key}" ada dua kali', next: 'pertahankan salah satu' },
  INV003: {
    text: 'berkas berukuran {bytes} bita; paling banyak {limit} yang dibaca',
    next: 'buat satu berkas per OPD di opd/, dan jangan simpan data di inventaris',
  },
  INV004: {
    text: 'alias di dalamnya mengembang jauh melebihi yang tertulis (bom alias)',
    next: 'tuliskan nilainya, jangan menumpuk alias',
  },
  INV005: { text: 'karakter kendali {character}', next: 'hapus karakter itu' },
  INV006: {
    text: 'dokumen YAML kedua mulai di sini',
    next: 'hapus baris ---, atau pindahkan isinya ke berkas sendiri',
  },
  INV007: {
    text: 'isi berkas bukan pemetaan kunci ke nilai',
    next: 'mulai dari kunci yang didaftar: induk schema',
  },
  INV008: { text: 'bersarang terlalu dalam' },
  INV009: { text: 'tag ini tidak dikenal', next: 'hapus tag itu (kata dengan !)' },
  INV010: { text: 'tidak ada {file}', next: 'jalankan: induk init' },
  INV011: {
    text: '{file} tidak akan dibaca',
    next: 'inventaris terdiri dari site.yaml dan opd/<opd>.yaml',
  },
  INV012: { text: '"{key}" tidak punya nilai', next: 'tulis nilainya, atau hapus barisnya' },
  INV013: { text: 'alias ini tidak merujuk ke apa pun' },
  INV014: { text: 'kunci tidak dikenal "{key}"' },
  INV015: { text: '"{key}": seharusnya {expected}, ternyata {actual}' },
  INV016: {
    text: '"{key}" harus berupa teks, tetapi YAML membaca {written} sebagai nilai {value}',
    next: 'tulis dalam tanda kutip: "{written}"',
  },
  INV017: { text: '"{key}" belum ada' },
  INV018: { text: '"{key}" tidak bisa "{value}"', next: 'pilih salah satu: {allowed}' },
  INV019: { text: '"{key}" bernilai {value}; paling kecil {limit}' },
  INV020: { text: '"{key}" kosong' },
  INV021: { text: '"{key}" terlalu panjang' },
  INV022: { text: '"{key}" harus satu baris teks' },
  INV023: {
    text: '"{value}" tidak bisa menjadi nama',
    next: 'nama terdiri dari 2 sampai 30 huruf kecil, angka, dan tanda hubung tunggal, diawali huruf',
  },
  INV024: { text: '"{value}" bukan nama domain', next: 'tulis seperti: layanan.contoh.go.id' },
  INV025: {
    text: '"{key}" harus berupa ukuran dengan satuan',
    next: 'tulis seperti: 512MiB, 1.5GiB, 10GB',
  },
  INV026: { text: '"{key}" harus berupa waktu dengan satuan', next: 'tulis seperti: 30s, 2m, 1h' },
  INV027: {
    text: 'jadwal "{value}" tidak terdiri dari lima kolom',
    next: 'menit, jam, tanggal, bulan, hari: "*/5 * * * *"',
  },
  INV028: {
    text: '"{value}" tidak bisa menjadi nama variabel',
    next: 'pakai huruf besar, angka, dan garis bawah: APP_MODE',
  },
  INV029: { text: '{key} diisi oleh induk', next: 'hapus barisnya, atau pakai nama lain' },
  INV030: {
    text: '{key} tampaknya rahasia; inventaris bisa dibaca siapa saja',
    next: 'pindahkan: daftarkan {key} di bawah secrets:, lalu jalankan: induk secrets set {app} {key}',
  },
  INV031: { text: '"{value}" bukan nama paket Debian' },
  INV032: { text: '"{value}" bukan nama ekstensi PHP' },
  INV033: {
    text: '"{value}" bukan rujukan image',
    next: 'tulis seperti: ghcr.io/kota-contoh/arsip:2.1',
  },
  INV034: {
    text: 'ini bukan kunci publik age, atau ada karakter yang salah',
    next: 'salin baris berawalan age1 dari: age-keygen -y BERKASKUNCI',
  },
  INV035: {
    text: '"{value}" bukan sidik jari kunci host',
    next: 'ambil SHA256:… dari: ssh-keygen -lf /etc/ssh/ssh_host_ed25519_key.pub',
  },
  INV036: { text: '"{value}" bukan nama host atau alamat' },
  INV037: {
    text: 'zona waktu tidak dikenal "{value}"',
    next: 'pilih: Asia/Jakarta, Asia/Pontianak, Asia/Makassar, Asia/Jayapura, atau nama IANA lain',
  },
  INV038: { text: '"{value}" bukan alamat surel' },
  INV039: {
    text: 'source "{value}" keluar dari ruang kerja atau bukan jalur relatif biasa',
    next: 'sebut folder relatif terhadap site.yaml: apps/parkir',
  },
  INV040: { text: '"{path}" bukan jalur absolut yang rapi', next: 'tulis seperti: /app/uploads' },
  INV041: {
    text: '"{path}" bertumpang tindih dengan "{other}" pada storage "{key}"',
    next: 'beri setiap storage foldernya sendiri',
  },
  INV042: { text: '"{key}" harus folder di dalam source, bukan "{value}"' },
  INV043: { text: '{kind} "{version}" tidak didukung', next: 'pilih salah satu: {supported}' },
  INV044: { text: '"{key}" harus jalur yang diawali /' },
  INV045: { text: '"{value}" bukan setelan php.ini' },
  INV046: {
    text: '"{value}" bukan pengguna',
    next: 'nama atau angka, boleh dengan grup: 1000:1000',
  },
  INV047: { text: '"{value}" bukan nama pengguna' },
  INV048: { text: '"{key}" harus jalur sebuah berkas' },
  INV049: { text: '"{key}" bernilai {value}; paling besar {limit}' },
  INV050: {
    text: '{app} dan {other} ({where}) sama-sama akan bernama "{name}" pada engine',
    next: 'ganti nama salah satunya',
  },
  INV051: {
    text: 'domain {domain} sudah milik aplikasi di {where}',
    next: 'beri setiap aplikasi domainnya sendiri',
  },
  INV052: { text: 'HTTP dan HTTPS tidak bisa sama-sama memakai port {port}' },
  INV053: { text: '{server} beralamat sama dengan {other}: {address}' },
  INV054: {
    text: 'tidak ada server "{server}"',
    next: 'sebut salah satu di site.yaml, atau tambahkan di sana',
  },
  INV055: { text: 'tidak ada server "{server}" untuk dilompati' },
  INV056: {
    text: '{server} dicapai lewat {via}, yang kembali ke dirinya sendiri',
    next: 'hapus satu via: dari lingkaran itu',
  },
  INV057: {
    text: 'tidak ada server yang menjadi manager',
    next: 'beri role: manager pada sedikitnya satu server, lebih baik tiga',
  },
  INV058: { text: 'belum ada server', next: 'tambahkan, misalnya  lokal: {address: local}' },
  INV059: {
    text: 'dengan beberapa server, setiap aplikasi harus menyebut servernya',
    next: 'tambahkan server: dengan salah satu dari {servers}, atau defaults: di site.yaml',
  },
  INV060: {
    text: 'OPD "{opd}" ada di berkas bernama lain: {file}',
    next: 'ganti nama berkas menjadi opd/{opd}.yaml',
  },
  INV061: {
    text: 'OPD "{opd}" sudah ada di {other}',
    next: 'kumpulkan semua aplikasinya dalam satu berkas',
  },
  INV062: {
    text: '"{name}" terdiri dari {length} karakter; OPD dan aplikasi bersama paling banyak {limit}',
    next: 'perpendek salah satu namanya',
  },
  INV063: { text: 'nama "{opd}" disimpan untuk induk sendiri' },
  INV064: {
    text: '"{key}" tidak berpengaruh pada runtime {kind}',
    next: 'hapus, atau pakai runtime lain',
  },
  INV065: {
    text: 'health.path memerlukan curl, yang mungkin tidak ada di image luar',
    next: 'pakai health.command dengan program di dalam image itu',
  },
  INV066: { text: 'health.command hanya untuk runtime image:', next: 'pakai health.path' },
  INV067: {
    text: '"{value}" tidak bisa menjadi nama basis data atau akun',
    next: 'pakai huruf, angka, garis bawah, dan tanda hubung, paling banyak 63',
  },
  INV068: {
    text: 'aplikasi {kind} memerlukan "source"',
    next: 'tambahkan source: dengan folder berkasnya, relatif terhadap site.yaml',
  },
  INV070: { text: '"{key}" tidak menyebut jenisnya', next: 'tambahkan salah satu: {kinds}' },
  INV071: {
    text: '"{key}" hanya bisa salah satu dari {kinds}',
    next: 'hapus "{second}" atau yang lain',
  },
  INV072: {
    text: 'ini kunci privat: siapa pun yang membaca berkas ini bisa membaca rahasia',
    next: 'hapus, buat kunci baru dengan age-keygen, tulis bagian publiknya (age1…) di sini',
  },
  INV073: {
    text: '"{path}" tidak bisa menjadi storage: dipakai sistem atau induk',
    next: 'pilih folder milik aplikasi: /app/uploads',
  },
  INV074: {
    text: 'storage tidak bisa bernama "{key}": nama itu dipakai induk',
    next: 'ganti namanya',
  },
  INV075: { text: '{key} ada di env dan juga di secrets', next: 'hapus yang di env' },
  INV076: { text: '"{value}" ada dua kali dalam "{key}"' },
  INV077: {
    text: 'jadwal "{value}": kolom {field} salah',
    next: 'lihat crontab(5): angka, nama, daftar, rentang, langkah',
  },
  INV078: { text: '{kind} menyimpan "{value}" untuk dirinya sendiri', next: 'pilih {key} lain' },
  INV079: {
    text: 'PHP "{version}" tidak ada di Debian',
    next: 'pakai salah satu dari {supported}, atau sebut image dasarnya: from: php:5.6-apache',
  },
  INV090: { text: 'tidak ada aplikasi "{app}"', next: 'jalankan: induk list' },
  INV091: { text: 'beberapa OPD punya aplikasi "{app}"', next: 'sebutkan yang mana: {candidates}' },
  INV092: { text: 'tidak ada OPD "{opd}"', next: 'jalankan: induk list' },
  INV093: { text: 'tidak ada server "{server}"', next: 'salah satu dari: {servers}' },

  // yang dikatakan dan ditanyakan perintah tentang inventaris
  INV100: { text: '{site} sah (OPD: {agencies}, aplikasi: {apps}, server: {servers})' },
  INV101: { text: 'belum ada aplikasi' },
  INV102: { text: 'bawaan' },
  INV103: { text: 'ditulis: {files}', next: 'induk validate, lalu: induk plan' },
  INV104: {
    text: '{path} sudah ada; tidak ada yang ditulis',
    next: 'sunting berkas itu, atau pilih folder lain: induk init --inventory DIR',
  },
  INV110: { text: 'Nama pendek situs, misalnya kota-contoh' },
  INV111: { text: 'Nama lengkapnya' },
  INV112: { text: 'Domain induk bagi nama aplikasi, misalnya contoh.go.id' },
  INV113: { text: 'Server pertama: nama host atau alamat, atau "local" untuk Docker mesin ini' },
  INV114: { text: 'Nama pendek server itu' },
  INV115: { text: 'Pengguna SSH di sana' },
  INV116: { text: 'Nama pendek OPD pertama, misalnya dishub (kosong: belum ada)' },
  INV117: { text: 'Nama lengkap OPD itu' },

  // cadangan
  INV120: {
    text: '{server} adalah brankas: aplikasi tidak berjalan di sana',
    next: 'sebut server lain; cadangan tidak boleh jatuh bersama yang dicadangkan',
  },
  INV121: {
    text: 'tidak ada brankas "{server}"',
    next: 'tambahkan di bawah servers: dengan alamatnya dan role: vault',
  },
  INV122: {
    text: '{server} menjalankan aplikasi, jadi tidak bisa menjadi brankas',
    next: 'tambahkan mesin tersendiri di bawah servers: dengan role: vault',
  },
  INV123: {
    text: 'semua server adalah brankas; tidak ada yang menjalankan aplikasi',
    next: 'tambahkan server lain, atau hapus role: vault',
  },
  INV124: {
    text: '"{key}" memerlukan alasan sedikitnya 10 karakter',
    next: 'tulis mengapa aplikasi ini boleh hilang; agar dicadangkan, hapus barisnya',
  },
  INV125: { text: '"{key}" harus berupa jam', next: 'tulis dalam tanda kutip, 24 jam: "02:00"' },
  INV126: {
    text: '"{key}" harus berupa waktu dalam jam, hari, atau minggu, dari 1h sampai 366d',
    next: 'tulis seperti: 36h, 2d, 1w',
  },
  INV127: {
    text: '"{key}" harus berupa waktu dalam menit atau jam, dari 1m sampai 24h',
    next: 'tulis seperti: 90m, 3h',
  },
  INV128: {
    text: '"{value}" tidak bisa menjadi folder brankas',
    next: 'sebut folder absolut, sebaiknya di disk tersendiri: /srv/backups',
  },
  INV129: {
    text: 'ini bukan alamat brankas',
    next: 'tulis seperti: rest:https://brankas.contoh.go.id/, sftp:induk@10.0.0.9:/srv/backups, s3:https://s3.contoh.go.id/backups',
  },
  INV130: {
    text: 'alamat ini memuat akun atau kata sandi; inventaris dapat dibaca semua orang',
    next: 'hapus yang di depan @; induk menyimpan akun di antara rahasia',
  },
  INV131: {
    text: 'aplikasi ini tidak punya storage "{key}"',
    next: 'sebut kunci dari storage:, atau hapus',
  },
  INV132: {
    text: '"{key}" harus berupa alamat yang diawali https:// atau http://, tanpa akun',
  },
  INV133: {
    text: '"{key}" harus diawali path absolut sebuah program',
    next: 'tulis seperti: [/usr/local/bin/kabari]',
  },
  INV134: { text: '"{key}" paling sedikit 1KiB', next: 'tulis seperti: 2MiB' },
  INV135: {
    text: '"{key}" tidak berpengaruh bila cadangan dimatikan',
    next: 'hapus, atau hapus off:',
  },
  INV136: { text: '{server} adalah brankas', next: 'jalankan: induk vault setup {server}' },
  INV140: {
    text: 'tidak ada yang dicadangkan (aplikasi: {apps}): site.yaml tidak punya backup:',
    next: 'tambahkan backup: dengan brankas di site.yaml, lalu: induk vault setup',
  },
  INV141: { text: '{app} tidak dicadangkan: {reason}' },
  INV142: {
    text: '{app} menyebut cara mencadangkannya, tetapi situs ini tidak punya cadangan',
    next: 'tambahkan backup: dengan brankas di site.yaml',
  },
  INV143: {
    text: 'alamat brankas memakai http: akun dan kata sandi terbaca di jalan',
    next: 'pakai https',
  },
  INV144: {
    text: 'cadangan tinggal di server aplikasi sendiri, di {path}: yang merusak satu merusak keduanya',
    next: 'tambahkan mesin dengan role: vault, lalu: induk vault setup',
  },
  INV145: {
    text: 'belum ada yang dicadangkan (aplikasi: {apps}): brankas di site.yaml belum disiapkan',
    next: 'jalankan: induk vault setup',
  },
};
