import type { Catalogue } from '../catalogue.js';

/** The vault and its key, in Indonesian. */
export const vault: Catalogue = {
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
};
