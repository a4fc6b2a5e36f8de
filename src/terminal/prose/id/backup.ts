import type { Catalogue } from '../catalogue.js';

/** Cadangan, brankas, latihan, dan pemulihan, dalam bahasa Indonesia. */
export const backup: Catalogue = {
  // pekerja: membuat set dan membacanya kembali
  BAK001: {
    text: 'pekerja cadangan gagal dengan cara yang tak terduga: {reason}',
    next: 'lihat lognya: docker logs induk-backup-NAMA di server itu; lalu laporkan',
  },
  BAK002: {
    text: 'dihentikan sebelum setnya lengkap; set sebelumnya tidak tersentuh',
    next: 'jalankan: induk backups create APP',
  },
  BAK003: {
    text: 'pekerja cadangan tidak punya tugas yang dapat dipakai ({reason})',
    next: 'jalankan: induk apply',
  },
  BAK004: { text: 'pekerja cadangan tidak mengenal tindakan "{action}"' },
  BAK010: {
    text: 'tidak ada repositori di {repository}',
    next: 'jalankan: induk apply   yang membuatnya; bila dulu ada, periksa brankas dahulu',
  },
  BAK011: {
    text: 'repositori {repository} sedang dikunci proses lain ({reason})',
    next: 'tunggu sampai selesai; kunci dari proses yang mati diabaikan setelah setengah jam',
  },
  BAK012: {
    text: 'kata sandi tidak membuka repositori {repository}',
    next: 'periksa BACKUP_KEY pada rahasia aplikasi, lalu jalankan: induk apply',
  },
  BAK013: {
    text: 'disk brankas penuh ({repository}): {reason}',
    next: 'beri ruang di brankas atau jalankan: induk backups prune',
  },
  BAK014: {
    text: 'brankas menolak login ke {repository} ({reason})',
    next: 'jalankan: induk apply   yang memasang kembali akun aplikasi',
  },
  BAK015: {
    text: 'brankas tidak terjangkau di {repository}: {reason}',
    next: 'periksa apakah brankas berjalan dan tidak terhalang firewall',
  },
  BAK016: {
    text: 'brankas di {repository} menunjukkan sertifikat yang lain dari yang dikenal: {reason}',
    next: 'pastikan dahulu bahwa itu benar brankasnya; lalu: induk vault setup',
  },
  BAK017: {
    text: 'repositori {repository} rusak: {reason}',
    next: 'biarkan apa adanya, buat set baru di tempat lain, dan lihat dengan: restic check --read-data',
  },
  BAK018: {
    text: 'restic {command} dimatikan ({reason}), mungkin karena kurang memori',
    next: 'periksa memori server: dmesg | grep -i oom; proses berikutnya berlanjut sendiri',
  },
  BAK019: {
    text: 'restic {command} gagal pada {repository}: {reason}',
    next: 'lihat baris-baris terakhirnya di atas',
  },
  BAK021: {
    text: '{count} berkas tidak terbaca dan tidak ada dalam set, pertama {path}: {reason}',
    next: 'periksa disk server: dmesg | grep -i error',
  },
  BAK022: {
    text: 'pemberitahuan lewat {way} tidak terkirim: {reason}',
    next: 'periksa `notify` di site.yaml',
  },
  BAK023: {
    text: 'tidak ada set {set}',
    next: 'lihat yang ada: induk backups list APP',
  },
  BAK024: {
    text: 'manifes set ini tidak dipahami induk ini (versi {version})',
    next: 'pakai versi induk yang membuatnya, atau yang lebih baru',
  },
  BAK025: {
    text: 'set {set} kehilangan bagian: {parts}',
    next: 'pakai set yang lebih lama, dan cari siapa yang menghapusnya dari brankas',
  },
  BAK026: {
    text: 'set {set} tidak memuat {part}',
    next: 'lihat isinya: induk backups show APP {set}',
  },
  BAK027: {
    text: '{count} view tidak berfungsi dan tidak ada dalam set: {names}',
    next: 'hapus, atau perbaiki yang dirujuknya',
  },
  BAK028: {
    text: 'set {set} sedang menggantikan data {app}: belum ada yang utuh untuk dicadangkan',
    next: 'selesaikan pemulihannya: induk backups restore {app} --in-place --set {set}   atau jalankan aplikasinya apa adanya: induk apply; lalu: induk backups create {app}',
  },
  BAK029: {
    text: 'image {image} tidak dapat disimpan ({reason}); set-nya utuh, tetapi memerlukan image dari tempat lain',
    next: 'lihat ruang disk server dan brankas; set berikutnya mencobanya lagi',
  },
  BAK030: {
    text: 'tidak ada kontainer {service} yang berjalan, jadi basis datanya tidak dapat di-dump',
    next: 'jalankan: induk status   dan hidupkan basis datanya dahulu',
  },
  BAK031: {
    text: 'dump basis data berakhir terlalu dini, setelah {bytes} byte',
    next: 'lihat apakah basis data sempat dimulai ulang, lalu: induk backups create APP',
  },
  BAK032: {
    text: 'dump basis data tidak sebagaimana mestinya: {what}',
    next: 'laporkan bersama versi basis datanya; dump ini tidak disimpan',
  },
  BAK033: {
    text: '{program} gagal di {container}: {reason}',
    next: 'lihat baris-baris terakhirnya di atas',
  },
  BAK034: {
    text: 'dump tidak dapat dimuat: {program} di {container}: {reason}',
    next: 'lihat baris-baris di atas; basis data yang sedang diisi itu jangan dipakai',
  },
  // alarm: setnya lengkap, tetapi perlu dilihat orang
  BAK140: {
    text: 'dump basis data menyusut dari {before} menjadi {bytes} byte',
    next: 'periksa apakah data sengaja dihapus; set yang lebih lama masih memilikinya',
  },
  BAK141: {
    text: 'dump basis data membesar dari {before} menjadi {bytes} byte',
    next: 'cari tabel yang terus terisi, atau sesuatu yang menulis tanpa henti',
  },
  BAK142: {
    text: 'volume "{volume}" menyusut dari {before} menjadi {bytes} byte',
    next: 'periksa apakah berkas sengaja dihapus; set yang lebih lama masih memilikinya',
  },
  BAK143: {
    text: 'volume "{volume}" membesar dari {before} menjadi {bytes} byte',
    next: 'cari berkas yang tidak semestinya ada di sana',
  },
  BAK144: {
    text: 'ada tabel yang hilang sejak set terakhir ({count}): {names}',
    next: 'periksa apakah sengaja dihapus; set yang lebih lama masih memilikinya',
  },
  BAK145: {
    text: 'ada tabel kosong yang berisi baris di set terakhir ({count}): {names}',
    next: 'periksa apakah sengaja dikosongkan; set yang lebih lama masih memiliki barisnya',
  },
  BAK146: {
    text: '{changed} dari {files} berkas volume "{volume}" berubah sejak set terakhir',
    next: 'lihat beberapa di antaranya: ransomware mengubah berkas secara massal; set lama tidak tersentuh',
  },
  BAK147: {
    text: '{changed} dari {files} berkas volume "{volume}" berubah sejak set terakhir dan tampak terenkripsi',
    next: 'anggap ransomware: hentikan aplikasi, biarkan brankas apa adanya, pulihkan set yang lebih lama',
  },
  BAK148: {
    text: '{part} ada di set terakhir dan tidak ada di set ini',
    next: 'bila inventaris tidak berubah, periksa volume dan basis data aplikasi',
  },
  BAK149: {
    text: 'set bertanggal {at}, sebelum set terakhir ({before})',
    next: 'bandingkan jam server: induk servers check',
  },
  BAK150: {
    text: 'basis data kehilangan {kind} sejak set terakhir (dulu {before}, kini {count})',
    next: 'periksa apakah sengaja dihapus; set yang lebih lama masih memilikinya',
  },
  BAK151: {
    text: 'ada set bertanggal di masa depan ({count}, pertama {at}, snapshot {snapshot}); tidak ada yang dihapus',
    next: 'bandingkan jam server; bila benar, set itu dipalsukan: lupakan di brankas',
  },
  BAK152: {
    text: 'muncul set bertanggal sebelum pemangkasan terakhir ({count}, pertama {at}, snapshot {snapshot}); tidak ada yang dihapus',
    next: 'bila tidak ada yang menyalin set lama ke sana, set itu dipalsukan: lupakan di brankas',
  },
  BAK153: {
    text: 'tanggal snapshot {snapshot} tidak dapat dibaca; tidak ada yang dihapus',
    next: 'periksa di brankas: restic snapshots',
  },

  // mengapa cadangan suatu aplikasi tidak hijau
  BAK155: {
    text: 'situs ini tidak punya cadangan',
    next: 'tambahkan backup: di site.yaml, lalu: induk vault setup',
  },
  BAK156: { text: 'dimatikan: {reason}' },
  BAK157: { text: 'belum pernah dicadangkan', next: 'jalankan: induk backups create {app}' },
  BAK158: {
    text: 'set terakhir berumur {hours} jam',
    next: 'jalankan: induk backups create {app}',
  },
  BAK159: {
    text: 'pencadangan pada {at} gagal ({reason})',
    next: 'jalankan: induk backups create {app}',
  },
  BAK160: {
    text: 'belum pernah dipulihkan dalam latihan',
    next: 'jalankan: induk backups drill {app}',
  },
  BAK161: {
    text: 'latihan terakhir yang berhasil {days} hari lalu',
    next: 'jalankan: induk backups drill {app}',
  },
  BAK162: {
    text: 'latihan pada {at} gagal ({reason})',
    next: 'jalankan: induk backups drill {app}',
  },
  BAK163: {
    text: 'ada catatan bertanggal di masa depan ({at})',
    next: 'bandingkan jam server: induk servers check',
  },
  // the vault and its key
  BAK060: {
    text: 'site.yaml tidak menyebut brankas, jadi tidak ada yang dicadangkan',
    next: 'tulis di site.yaml   servers: {server}: {address: …, role: vault}   dan   backup: {vault: {server: {server}}}   (atau vault: {url: "rest:https://…"}, atau vault: {path: /srv/backups}), lalu jalankan lagi',
  },
  BAK061: {
    text: '"{server}" bukan brankas di site.yaml',
    next: 'jalankan: induk vault setup {suggestion}   atau tulis   servers: {server}: {address: …, role: vault}   dan   backup: {vault: {server: {server}}}',
  },
  BAK062: {
    text: '"backup.recipient" di site.yaml ({recipient}) bukan milik VAULT_KEY dalam rahasia situs ({own})',
    next: 'ambil secrets/site.age terakhir yang baik dari Git; hanya bila brankas belum berisi cadangan, hapus baris "recipient:" dan jalankan lagi',
  },
  BAK063: {
    text: '{file} tidak punya "backup:" tempat menaruh baris',
    next: 'tulis di bawah "backup:"   recipient: {recipient}',
  },
  BAK064: {
    text: 'brankas di {server} tidak menjawab semestinya: {reason}',
    next: 'periksa: ssh {server} docker logs induk-vault',
  },
  BAK065: {
    text: '{server} memuat brankas situs lain ("{site}")',
    next: 'sebut server lain di "backup.vault" pada site.yaml; satu brankas menyimpan cadangan satu situs',
  },
  BAK066: {
    text: 'brankas di {server} menolak untuk {app}: {reason}',
    next: 'periksa: ssh {server} docker exec induk-vault induk-keeper repositories; repositori yang kuncinya hilang harus dipindahkan dengan tangan',
  },
  BAK067: {
    text: 'restic {command} pada brankas di {server} gagal untuk {app} (status {code})',
    next: 'baca baris-baris di atas; repositori yang terkunci ditunggu sepuluh menit',
  },
  BAK068: { text: 'tidak ada brankas di {server}', next: 'jalankan: induk vault setup' },
  BAK069: {
    text: 'brankas di {server} tidak dapat melakukan "{action}" (status {code})',
    next: 'baca baris-baris di atas, lalu jalankan: induk vault setup',
  },
  BAK070: {
    text: 'bagian {place} salah pada kelompok {group}, yang mungkin berbunyi {reads}',
    next: 'bandingkan dengan kertasnya, kelompok demi kelompok, lalu ketik lagi',
  },
  BAK071: {
    text: 'bagian {place} memiliki {given} huruf setelah "indukshare1"; seharusnya {wanted}',
    next: 'bandingkan dengan kertasnya: tiga baris berisi enam kelompok empat huruf',
  },
  BAK072: {
    text: 'bagian-bagian ini milik {keys} kunci yang berbeda',
    next: 'tiap kertas menyebut situs dan tanggalnya; ambil yang sama',
  },
  BAK073: {
    text: 'ada {given} bagian, diperlukan {needed}',
    next: 'minta pemegang lain; bagian yang diberikan dua kali dihitung sekali',
  },
  BAK074: {
    text: 'bagian-bagian ini tidak cocok satu sama lain',
    next: 'salah satunya sengaja diubah: coba yang lain',
  },
  BAK075: {
    text: '"{given}" bukan cara membagi',
    next: 'tulis berapa yang diperlukan dari berapa, mis. --split 3/5 (2 sampai 20 bagian)',
  },
  BAK076: {
    text: 'kunci hanya dicetak ke terminal: berkas atau log akan menyimpannya',
    next: 'cetak di terminal; atau, untuk mesin cetak, tambahkan --print',
  },
  BAK077: {
    text: 'Mencetak kunci yang membuka semua cadangan dan semua rahasia {site}. Pastikan tidak ada yang melihat layar Anda. Ketik {site} untuk melanjutkan',
  },
  BAK078: {
    text: '{place} tidak terjangkau dari server mana pun: {reason}',
    next: 'periksa "backup.vault" di site.yaml, dan apakah server sudah disiapkan: induk servers check',
  },
  BAK079: {
    text: '{server} adalah mesin ini (address: local), bukan brankas: ia hilang bersama isinya',
    next: 'sebut mesin lain; untuk mencoba cadangan pada satu mesin tulis   backup: {vault: {path: /srv/backups}}',
  },
  BAK080: {
    text: 'Siapkan {vault} sebagai brankas {site}? Setiap langkah yang belum semestinya akan diubah',
  },
  BAK081: {
    text: 'brankas siap; langkah yang berubah: {changes}',
    next: 'commit site.yaml dan secrets/, lalu: induk apply',
  },
  BAK082: { text: 'brankas siap, tidak ada yang perlu diubah' },
  BAK083: {
    text: '{from} tidak menjangkau brankas {vault}: {reason}',
    next: 'siapkan servernya, atau periksa jaringan di antaranya',
  },
  BAK084: { text: 'situs belum memiliki kunci brankas', next: 'jalankan: induk vault setup' },
  BAK085: {
    text: `Kunci brankas {site}, {date}. Simpan kertas ini di lemari besi, dan jangan di gedung server.

  {key}

Kunci ini membuka semua cadangan di {place}
dan semua berkas di secrets/ pada inventaris ({recipient}).
Cara memakainya bila tidak ada lagi yang tersisa:
  1. Ambil inventaris (Git) dan mesin yang memiliki induk.
  2. Tulis baris di atas ke sebuah berkas tersendiri:   umask 077; cat > vault.key
  3. export INDUK_AGE_KEY_FILE=$PWD/vault.key   maka semua perintah induk dapat membaca rahasia.
     Tanpa induk:   age -d -i vault.key secrets/site.age
                    restic -r REPOSITORI --password-file vault.key snapshots
  4. Izinkan orang masuk lagi: kunci mereka di "team:" pada site.yaml, lalu   induk secrets rekey`,
  },
  BAK086: {
    text: `# Bagian {number} dari {total} kunci brankas {site}, {date}; {threshold} bagian mana pun mengembalikan kuncinya.
# Simpan terpisah dari yang lain. Digabungkan dengan:   induk vault escrow --combine
{share}
`,
  },
  BAK087: { text: 'Bagian {number}' },
  BAK088: {
    text: 'Kunci brankas hanya ada di secrets/site.age. Taruh di lemari besi sekarang: induk vault escrow   (atau dibagi ke beberapa orang: induk vault escrow --split 3/5)',
  },
  BAK089: {
    text: 'Anda tidak dapat membaca {failed} berkas rahasia, jadi kunci di lemari besi juga tidak: {files}',
    next: 'minta orang yang dapat membacanya menjalankan: induk vault setup',
  },
  // perintah, pemulihan, uji coba
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

  // pemulihan dan ekspor
  BAK102: {
    text: 'set {set} mewakili {at}, {older} sebelum {time}',
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
  BAK139: {
    text: 'set {set} punya basis data yang lain dari yang diminta {app}: {saved}, bukan {wanted}',
    next: 'beri `database:` aplikasinya jenis, nama dan pengguna seperti di set; atau ambil dumpnya: --only database --output BERKAS',
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
  BAK170: {
    text: '{app} sendiri telah kembali. Cadangannya dimulai lagi dengan: induk apply',
  },
  // melepaskan set lama, pengatur waktu, aplikasi yang dihapus
  BAK130: {
    text: 'Lepaskan {sets} set dari {apps} aplikasi dan hapus datanya dari brankas? Tidak dapat dikembalikan',
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

  // titik waktu
  BAK164: {
    text: '{at} tidak dapat dikembalikan; yang dapat: {spans}',
    next: 'sebutkan saat di dalamnya, atau sebuah set: induk backups list APP',
  },
  BAK165: {
    text: 'set {set} tidak tahu tempatnya dalam catatan perubahan, maka tak ada yang dapat diulang di atasnya',
    next: 'set itu dari sebelum basis data mencatat perubahan; sebutkan set yang lebih baru, atau saat sesudahnya',
  },
  BAK166: {
    text: 'catatan perubahan berlubang: berkas {from} sampai {to} hilang sebelum disimpan',
    next: 'saat sesudah lubang baru dapat dikembalikan bila ada set lain: induk backups create APP; lalu lihat mengapa catatan tidak diikuti: docker logs induk-log-NAMA',
  },
  BAK167: {
    text: 'catatan perubahan rusak di {file} pada bita {offset}: {reason}',
    next: 'periksa repositori (induk backups verify --data 100); saat sebelum itu masih dapat dikembalikan',
  },
  BAK168: {
    text: 'basis data {app} tidak mencatat perubahan',
    next: 'mutakhirkan layanannya: induk apply',
  },
  BAK169: {
    text: 'catatan perubahan tidak dapat diulang di {container}: {program}: {reason}',
    next: 'lihat baris di atas; aplikasi yang hidup tidak tersentuh',
  },
  BAK200: {
    text: '{at} lebih lama dari semua yang dapat dipulihkan dari {app}: yang dapat ialah setiap detik mulai {oldest}',
    next: 'sebut detik yang lebih baru, atau sebuah set: induk backups list {app}',
  },
  BAK201: {
    text: '{at} dari {app} belum ada di brankas: detik terbaru yang dapat dipulihkan ialah {newest}',
    next: 'jalankan lagi dengan   --at "{newest}"   atau, bila server aplikasinya hidup, semenit lagi',
  },
  BAK202: {
    text: 'catatan perubahan {app} terputus dari {from} sampai {to}, dan {at} ada di dalamnya',
    next: 'sebut detik sebelum atau sesudahnya, atau sebuah set: induk backups list {app}',
  },
  BAK203: {
    text: 'belum ada yang tersimpan sebagai pangkal catatan perubahan',
    next: 'buat sebuah set: induk backups create APLIKASI',
  },
  BAK204: {
    text: 'catatan perubahan basis datanya belum diikuti',
    next: 'jalankan: induk apply   dan bila tetap begitu, lihat: docker logs induk-log-NAMA di server',
  },
  BAK205: {
    text: 'catatan perubahan basis datanya tidak diikuti sejak {minutes} menit',
    next: 'jalankan lagi: induk backups schedule --repair',
  },
  BAK206: {
    text: 'catatan perubahan basis datanya tertinggal {minutes} menit ({reason})',
    next: 'lihat sebabnya: docker logs induk-log-NAMA di server; dan apakah brankas menjawab: induk backups verify',
  },
  BAK207: {
    text: 'catatan perubahan basis datanya belum pernah tersimpan ({reason})',
    next: 'lihat sebabnya: docker logs induk-log-NAMA di server',
  },
  BAK208: {
    text: '{at} ada di masa depan: di sana sekarang {now}',
    next: 'sebut detik yang sudah lewat; tanpa selisih waktu, yang dipakai zona waktu situs',
  },
  BAK209: {
    text: 'Basis data {app} di {site} dikembalikan ke {time}, dan berkasnya ke set {set} ({reason}, {at}). Itu dibuktikan dulu dalam uji pulih dan yang ada sekarang disimpan; lalu aplikasi berhenti sampai datanya kembali. Yang ditulis sesudah {time} hanya tinggal di set pengaman. Ketik {app} untuk melanjutkan',
  },
  BAK210: {
    text: 'basis data kembali ke keadaan {time}; berkasnya dari set {set} ({at}), {older} sebelumnya',
  },
  BAK211: {
    text: 'Basis data kembali ke keadaan {time} ({bytes} catatannya diputar ulang sesudah set), berkasnya ke {files}.',
  },
};
