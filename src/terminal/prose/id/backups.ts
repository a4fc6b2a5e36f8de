import type { Catalogue } from '../catalogue.js';

/** The commands: drills, restores, pruning, timers, in Indonesian. */
export const backups: Catalogue = {
  BAK090: {
    text: '{owner} tidak punya {key}, tanpa itu cadangannya tidak dapat dicapai',
    next: 'jalankan: induk vault setup   lalu: induk apply',
  },
  BAK091: {
    text: 'pekerja di {server} berakhir dengan {code} tanpa jawaban',
    next: 'lihat baris di atas; jalankan perintah yang sama sekali lagi',
  },
  BAK092: {
    text: 'situs ini tidak punya kebijakan cadangan: tidak ada yang dicadangkan',
    next: 'tulis `backup: {vault: {server: NAMA}}` di site.yaml dan jalankan: induk vault setup NAMA',
  },
  BAK093: {
    text: '{app} belum punya pekerja cadangan di {server}',
    next: 'jalankan: induk apply',
  },
  BAK094: {
    text: '{app} tidak dicadangkan: {reason}',
    next: 'hapus `off` dari `backup:`-nya dan jalankan: induk apply',
  },
  BAK095: { text: '{app}: set {set}, {bytes}, {added} baru di brankas' },
  BAK096: {
    text: '{failed} dari {apps} aplikasi gagal dicadangkan: {names}',
    next: 'lihat pesan di atas; set yang lama tidak tersentuh',
  },
  BAK097: {
    text: 'catatan di {server} tidak terbaca ({code}); aplikasinya bisa tampak lebih buruk dari kenyataan',
  },
  BAK098: {
    text: '{app}: set {set} dari {from} pulih di {server} dalam {time}: {tables} tabel dan {files} berkas sama, halaman menjawab',
  },
  BAK099: {
    text: '{failed} dari {apps} uji coba gagal: {names}',
    next: 'lihat pesan di atas; aplikasi yang hidup tidak disentuh',
  },
  BAK100: {
    text: 'image {image} ({id}) milik set tidak ada di server ini',
    next: 'buat set yang memuatnya: induk backups create',
  },
  BAK101: {
    text: 'layanan {service} yang dipulihkan tidak berjalan: {reason}',
    next: 'lihat baris di atas; aplikasi yang hidup tidak disentuh',
  },
  BAK102: {
    text: 'set {set} mewakili {at}, {older} sebelum {time}',
  },
  BAK103: {
    text: 'basis data yang dipulihkan berbeda dari set {set} di {count} tempat, yang pertama: {first}',
    next: 'buat set baru (induk backups create) dan uji yang itu; simpan yang ini',
  },
  BAK104: {
    text: '{count} berkas yang dipulihkan berbeda dari set {set}, yang pertama: {path} ({what})',
    next: 'periksa repositorinya: induk backups verify --data 100',
  },
  BAK105: {
    text: 'aplikasi yang dipulihkan dari set {set} menjawab {path} dengan {status}, bukan {expected}',
    next: 'lihat log aplikasi, dan apakah set itu dari saat aplikasinya berjalan baik',
  },
  BAK106: { text: 'set {set} dimulai tetapi tanpa manifes: itu bukan cadangan' },
  BAK107: { text: '{app}: {sets} set, {size} di brankas, {data} % data dibaca ulang: utuh' },
  BAK108: {
    text: 'repositori {failed} dari {apps} aplikasi tidak utuh atau tidak dapat diperiksa: {names}',
    next: 'lihat pesan di atas; buat set baru (induk backups create) dan biarkan brankas apa adanya',
  },
  BAK109: {
    text: 'aplikasinya tidak berjalan saat set {set} dibuat: layanannya tidak ada di set, jadi tidak dapat diuji',
    next: 'lihat sebabnya: induk status; buat set lain saat ia berjalan: induk backups create',
  },
  BAK110: {
    text: 'Menaruh set {set} ({reason}, {at}) sebagai pengganti semua data {app} di {site}. Set itu dibuktikan dulu dalam uji coba dan yang ada sekarang disimpan; lalu aplikasinya berhenti sampai datanya kembali. Yang ditulis setelah {at} hanya tinggal di set pengaman. Ketik {app} untuk melanjutkan',
  },
  BAK111: {
    text: '{app} sudah ada: {what}',
    next: 'sebut nama lain dengan --as NAMA; atau pulihkan di atas aplikasi yang hidup dengan --in-place; atau buang yang ada: induk destroy {app} --volumes',
  },
  BAK112: {
    text: 'pemulihan set {set} dari {source} yang belum selesai menghalangi: {app} di {server}',
    next: 'selesaikan:   induk backups restore {source} --set {set} --to {server}   (dengan --as yang sama); atau buang:   induk destroy {app} --volumes',
  },
  BAK113: {
    text: '{app} tidak punya set setua {time}; yang tertua {oldest}',
    next: 'lihat semuanya: induk backups list {app}',
  },
  BAK114: {
    text: '"{given}" bukan titik waktu',
    next: 'tulis 2026-11-20T10:31:07+07:00, atau "2026-11-20 10:31:07" menurut zona waktu situs',
  },
  BAK115: { text: '{app}: {part} dari set {set} ada di {file} ({bytes})' },
  BAK116: {
    text: 'brankasnya adalah folder {folder} di {from} sendiri, dan {server} tidak punya set di sana',
    next: 'salin dulu folder itu ke {server}, beserta pemilik dan modenya; atau pulihkan ke {from}',
  },
  BAK117: {
    text: 'set {set} belum utuh menggantikan data {app}, yang tetap berhenti: {reason}',
    next: 'coba lagi:   induk backups restore {app} --in-place {again}   atau kembali ke yang semula:   induk backups restore {app} --in-place --set {safety}   (set pengaman {safety}); jangan jalankan induk apply sebelumnya',
  },
  BAK118: {
    text: '{file} tidak dapat ditulis: {reason}',
    next: 'periksa folder dan ruang di disknya',
  },
  BAK119: {
    text: '{file} sudah ada',
    next: 'sebut berkas lain, atau ganti dengan --force',
  },
  BAK120: {
    text: `{app} berjalan di {server} dengan set {set} dari {at}, pulih dalam {time}: {tables} tabel dengan {rows} baris dan {files} berkas, semuanya sama dengan yang disimpan.
  alamat        {url}
  melihatnya    induk status; induk logs {app}`,
  },
  BAK121: {
    text: 'volume "{volume}" dari set {set} dilewatkan: definisi aplikasinya tidak punya penyimpanan itu',
    next: 'ambil dengan --only {volume} --output BERKAS',
  },
  BAK122: {
    text: 'dari dump set {set} datang {written} bita, yang disimpan {bytes}',
    next: 'periksa repositorinya: induk backups verify --data 100',
  },
  BAK123: {
    text: '{app} tetap memakai rahasia dari inventaris, yang berbeda dari set: {keys}. Data yang dienkripsi dengan yang lama memerlukannya: induk backups export APP SET BERKAS --secrets',
  },
  BAK124: {
    text: '{app} tidak ada di server, jadi tidak ada yang digantikan',
    next: 'jalankan: induk backups restore {app}   yang mengembalikan aplikasinya sendiri',
  },
  BAK125: {
    text: 'ini tidak dapat bersama atau kurang sesuatu: {flags}',
    next: '--only memerlukan --output; --as, --to dan --domain untuk salinan; --set dan --at saling meniadakan: induk backups restore --help',
  },
  BAK126: { text: '{app}: set {set} ada di {file} ({bytes}); lihat isinya: tar -tf {file}' },
  BAK127: {
    text: `Ia bukan bagian inventaris. Untuk menyimpannya, tulis di opd/{opd}.yaml

{snippet}

dan jalankan: induk apply
Untuk membuangnya: induk destroy {app} --volumes   dan hapus {secrets}`,
  },
  BAK128: {
    text: '{app} berjalan dengan set {set} dari {at}: {tables} tabel dengan {rows} baris dan {files} berkas, semuanya sama dengan yang disimpan; ia berhenti selama {stopped}. Yang semula ada di set pengaman {safety}; untuk kembali: induk backups restore {app} --in-place --set {safety}',
  },
  BAK129: {
    text: `{app} berjalan di tempat lain dari kata inventaris. Sebelum apply berikutnya entrinya di opd/{opd}.yaml harus menjadi

{snippet}`,
  },
  BAK130: {
    text: 'Lepaskan {sets} set dari {apps} aplikasi ({snapshots} snapshot, termasuk log dan set yang tidak selesai) dan hapus datanya dari brankas? Tidak dapat dikembalikan',
  },
  BAK131: {
    text: '{app}: {dropped} set dilepas, {kept} tetap; {freed} dibebaskan, {size} tersisa di brankas',
  },
  BAK132: {
    text: 'set lama dari {failed} dari {apps} aplikasi tidak dilepas: {names}',
    next: 'lihat pesan di atas; tidak ada yang dihapus dari aplikasi itu',
  },
  BAK133: {
    text: 'catatan uji pulih di {server} tidak terbaca ({code}), sehingga set teruji dari {app} tidak diketahui; tidak ada yang dihapus',
    next: 'nyalakan servernya, atau periksa: induk servers check {server}',
  },
  BAK134: {
    text: '{server} tidak memakai systemd: tidak ada yang berjalan sendiri di sana; biarkan penjadwal lain menjalankan induk backups create dan induk backups drill',
  },
  BAK135: {
    text: 'pengatur waktu di {server} tidak terbaca: {reason}',
    next: 'periksa: ssh {server} systemctl list-timers "induk-*"',
  },
  BAK136: {
    text: '{count} pengatur waktu tidak sesuai inventaris; untuk menulisnya kembali: induk backups schedule --repair',
  },
  BAK137: {
    text: 'set {app} tetap ada di brankas; selama masih ada di inventaris: induk backups list {app}',
  },
  BAK138: { text: 'belum ada set yang cukup lama untuk dilepas' },
  BAK139: {
    text: 'set {set} punya basis data yang lain dari yang diminta {app}: {saved}, bukan {wanted}',
    next: 'beri `database:` aplikasinya jenis, nama dan pengguna seperti di set; atau ambil dumpnya: --only database --output BERKAS',
  },
  BAK170: {
    text: '{app} sendiri telah kembali. Cadangannya dimulai lagi dengan: induk apply',
  },
  BAK180: {
    text: 'isi brankas untuk image {id} ternyata hal lain',
    next: 'cari dahulu siapa yang menulis ke brankas; set lain: induk backups list APP',
  },
  BAK181: {
    text: 'engine tidak menerima image {id} dari brankas: {reason}',
    next: 'lihat ruang disknya: docker system df; lalu periksa: induk backups verify --data 100',
  },
  BAK182: {
    text: '{wanted} tidak dapat dibuat, jadi {saved} dari set {set} berjalan sebagai gantinya dan memakai namanya',
    next: 'bila sudah dapat dibuat lagi, ubah sumber atau runtime aplikasinya, lalu: induk apply',
  },
  BAK183: {
    text: '{server} tidak dapat mencapai brankas {vault}: {reason}',
    next: 'izinkan: induk vault setup   lalu: induk apply',
  },
  BAK184: {
    text: '{app}: set {set} pulih dalam {time}: {tables} tabel dan {files} berkas sama, halaman menjawab. Ini di servernya sendiri {server}: tidak ada server lain yang cukup ruangnya, atau brankasnya folder di sana',
  },
  BAK185: {
    text: '{app}: digest set {set} dibuat oleh versi induk yang lain, jadi dari tabelnya hanya nama dan jumlah baris yang dibandingkan',
    next: 'buat set baru: induk backups create {app}',
  },
  BAK186: {
    text: '{app} tidak (atau belum) ada di sini: datanya di host lamanya',
    next: 'lihat dengan: induk migrate status {app}',
  },
  BAK187: { text: 'tidak (atau belum) ada di sini, jadi dilewati: {apps}' },
};
