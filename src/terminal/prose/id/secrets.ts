import type { Catalogue } from '../catalogue.js';

export const secrets: Catalogue = {
  SEC001: {
    text: '"{owner}" bukan aplikasi (OPD/APP) dan bukan "site"',
    next: 'lihat nama-namanya: induk list',
  },
  SEC002: {
    text: '{file} terenkripsi, dan Anda tidak punya kunci privat di mesin ini',
    next: 'arahkan INDUK_AGE_KEY_FILE ke kunci Anda, atau buat dengan `induk secrets key`, minta anggota tim menambahkannya ke "team:" lalu menjalankan: induk secrets rekey',
  },
  SEC003: {
    text: 'kunci privat {file} bisa dibaca orang lain (mode {mode})',
    next: 'jalankan: chmod 600 {file}   dan buat kunci baru bila mesin ini dipakai orang lain',
  },
  SEC004: {
    text: 'kunci privat {file} tidak dapat dipakai: {reason}',
    next: 'periksa INDUK_AGE_KEY_FILE dan folder {file}',
  },
  SEC005: {
    text: '{origin} tidak memuat kunci age yang dapat dipakai',
    next: 'harus ada baris AGE-SECRET-KEY-1… seperti tulisan age-keygen; kunci dengan kata sandi dan kunci SSH tidak didukung',
  },
  SEC006: {
    text: '{file} tidak dapat dibuka dengan kunci Anda ({mine}); untuk siapa ia dienkripsi tidak terlihat dari luar',
    next: 'minta orang yang bisa membacanya memastikan kunci Anda ada di "team:" pada site.yaml lalu menjalankan: induk secrets rekey',
  },
  SEC007: {
    text: '{file} rusak: {reason}',
    next: 'ambil versi baik terakhir dari Git: git log -- {file}',
  },
  SEC008: {
    text: '{file} setelah dibuka memuat kesalahan di baris {line} ({flaw})',
    next: 'tulis satu KEY="nilai" per baris; lihat dengan: age -d -i BERKAS_KUNCI {file}',
  },
  SEC009: {
    text: 'itu tidak dapat menjadi nama rahasia (tidak diulang di sini: bisa jadi itu nilainya)',
    next: 'pakai huruf besar, angka dan _, diawali huruf atau _, dan tidak diawali INDUK_',
  },
  SEC010: {
    text: '"{recipient}" di "team:" bukan penerima age yang dapat dipakai induk',
    next: 'pakai baris age1… dari: induk secrets key',
  },
  SEC011: {
    text: '"team:" kosong dan Anda tidak punya kunci privat: tidak seorang pun bisa membaca hasilnya',
    next: 'jalankan: induk secrets key   lalu isi "team:" pada site.yaml dengan penerima age1… milik Anda dan tim',
  },
  SEC012: {
    text: '{file} sementara itu diubah orang lain; tidak ada yang ditulis',
    next: 'jalankan perintah yang sama lagi',
  },
  SEC013: {
    text: '{file} diubah orang lain selagi Anda menyunting, pada nilai yang sama: {keys}; versinya dipertahankan, versi Anda terenkripsi di {copy}',
    next: 'bandingkan dengan: age -d -i BERKAS_KUNCI {copy}   lalu sunting lagi dan hapus {copy}',
  },
  SEC014: {
    text: 'rahasia sedang diubah oleh proses {pid} di {host}',
    next: 'coba lagi setelah selesai; bila proses itu sudah tidak ada, hapus {file}',
  },
  SEC015: {
    text: '{file} ditulis alat lain dan tidak memuat salt yang diperlukan',
    next: 'jalankan: induk secrets rekey',
  },
  SEC016: {
    text: '{owner} tidak punya nilai {key}',
    next: 'lihat yang ada: induk secrets list {owner}',
  },
  SEC017: {
    text: 'nilai tidak boleh diberikan di baris perintah: semua pengguna mesin ini dapat melihatnya, dan shell menyimpannya di riwayat',
    next: 'alirkan: induk secrets set {owner} {key} < BERKAS   atau jalankan di terminal agar ditanya, atau pakai --file PATH',
  },
  SEC018: {
    text: 'nilai ini tidak dapat disimpan: {flaw}',
    next: 'enkode nilai biner dahulu: base64 BERKAS | induk secrets set {owner} {key}',
  },
  SEC019: {
    text: 'tidak ada folder pribadi di memori untuk menyunting ({tried})',
    next: 'pakai: induk secrets set {owner} KEY',
  },
  SEC020: {
    text: 'penyunting "{editor}" gagal ({reason}); tidak ada yang diubah',
    next: 'pilih yang lain: EDITOR=nano induk secrets edit {owner}',
  },
  SEC021: {
    text: 'tulisan Anda salah di baris {line} ({flaw}); tidak ada yang diubah',
    next: 'tulis satu KEY="nilai" per baris dan sunting lagi: induk secrets edit {owner}',
  },
  SEC022: {
    text: 'kunci Anda sendiri tidak ada di "team:": berkas baru tidak bisa diperiksa dan Anda akan terkunci di luar',
    next: 'tambahkan penerima Anda ke "team:" pada site.yaml, atau minta anggota tim menjalankan: induk secrets rekey',
  },
  SEC023: {
    text: '{failed} dari {files} berkas tidak dapat dienkripsi ulang: {names}',
    next: 'minta orang yang bisa membacanya menjalankan: induk secrets rekey   (boleh diulang)',
  },
  SEC024: {
    text: '{owner} sudah punya nilai {key}',
    next: 'ganti dengan sengaja: induk secrets generate {owner} {key} --replace',
  },
  SEC025: { text: '{file}: {reason}', next: 'periksa disk dan izin berkas, lalu ulangi' },
  SEC026: {
    text: '{what} sebesar {given} di luar batas ({least} sampai {most})',
    next: 'pilih angka dalam batas itu',
  },
  SEC050: {
    text: '"team:" kosong: nilai hanya dienkripsi untuk kunci Anda ({recipient}); bila kunci hilang, nilainya hilang',
    next: 'isi "team:" pada site.yaml dengan penerima Anda dan rekan Anda, lalu jalankan: induk secrets rekey',
  },
  SEC051: {
    text: 'kunci Anda ({mine}) tidak ada di "team:": Anda tidak akan bisa membaca berkas ini lagi',
    next: 'tambahkan ke "team:" pada site.yaml dan minta orang yang bisa membaca menjalankan: induk secrets rekey',
  },
  SEC052: {
    text: 'orang yang dikeluarkan dari tim pernah mengetahui nilai-nilai ini, dan Git masih menyimpan berkas lama',
    next: 'ganti nilainya sendiri bila perlu: induk secrets generate APP KEY --replace, induk secrets set APP KEY',
  },
  SEC060: { text: '{owner} {key}: disimpan di {file}; aplikasi menerimanya lewat: induk apply' },
  SEC061: { text: '{owner} {key}: tidak berubah' },
  SEC062: { text: '{owner}: tidak ada yang berubah' },
  SEC063: { text: '{owner}: berubah {keys}; aplikasi menerimanya lewat: induk apply' },
  SEC064: { text: '{file}: dienkripsi ulang untuk {count} penerima' },
  SEC065: { text: 'belum ada rahasia; tambahkan dengan: induk secrets set APP KEY' },
  SEC066: {
    text: 'kunci privat baru dibuat di {file}: simpan salinannya di tempat aman, ia tidak dapat dipulihkan',
  },
  SEC067: {
    text: 'Nilai-nilai {owner}. Satu KEY="nilai" per baris; nilai boleh lebih dari satu baris.\nDalam tanda kutip ganda, beri garis miring terbalik sebelum " \\ $ dan `.\nBerkas ini hanya ada di memori dan dihapus saat Anda selesai; komentar tidak disimpan.',
  },
  SEC068: { text: 'Sunting lagi?' },
  SEC070: { text: 'ada' },
  SEC071: { text: 'belum ada' },
  SEC072: { text: 'belum ada, dibuat oleh apply' },
  SEC073: { text: 'ada, tidak dipakai' },
  AUD001: {
    text: 'catatan audit di {server} tidak dapat ditulis: {reason}',
    next: 'periksa disknya: induk servers check {server}',
  },
  AUD002: {
    text: 'catatan audit di {server} tidak dapat dibaca: {reason}',
    next: 'periksa koneksinya: induk servers check {server}',
  },
  AUD003: {
    text: 'catatan audit di {server} rusak pada baris {line}: {what}',
    next: 'bandingkan dengan salinan atau cadangannya, simpan keduanya, dan cari tahu siapa yang punya root di {server}',
  },
  AUD005: {
    text: '"{given}" bukan titik waktu',
    next: 'tulis 30m, 12h, 7d, tanggal (2025-01-31) atau waktu dengan zona (2025-01-31T08:00:00+07:00)',
  },
  AUD006: { text: 'tidak ada catatan' },
  AUD007: { text: 'utuh: {lines} baris, terakhir {hash}' },
  AUD008: {
    text: 'bagian akhir tidak dapat dibandingkan dengan ingatan Swarm: pemotongan di akhir tidak akan terlihat',
  },
  AUD009: {
    text: 'baris terakhir belum selesai (penulisan terputus); catatan berikut menggantikannya',
  },
  AUD010: { text: 'baris itu disunting' },
  AUD011: { text: 'baris-baris sebelumnya dihapus' },
  AUD012: { text: 'urutan baris tidak sama dengan urutan penulisannya' },
  AUD013: { text: 'baris-baris di akhir dihapus: Swarm mengingat {expected}' },
  AUD014: { text: 'baris itu bukan yang diingat Swarm: bagian akhir ditulis ulang' },
  AUD015: {
    text: 'Swarm tidak mengingat baris itu dan sesudahnya: ditulis saat mesin Docker mati, atau oleh sesuatu selain induk',
  },
};
