import type { Catalogue } from '../catalogue.js';

/** Deployments of one app, and the keys that may make them, in Indonesian. */
export const deploy: Catalogue = {
  DEP001: {
    text: '{app} dibangun dari sumbernya; --image untuk aplikasi yang runtime-nya image',
    next: 'Hapus --image, atau tulis "runtime: {image: …}" untuk aplikasi itu.',
  },
  DEP002: {
    text: '{app} tidak punya sumber untuk dibangun; runtime-nya image atau kodenya di volume',
    next: 'Hapus --source.',
  },
  DEP003: {
    text: '"{given}" bukan lama waktu',
    next: 'Tulis seperti 90s, 10m, atau 1h.',
  },
  DEP004: { text: 'folder {source} tidak ada', next: 'Sebutkan folder aplikasi dengan --source.' },
  DEP005: { text: 'Pasang {app} versi {version} menggantikan {before} di {origin}?' },
  DEP006: { text: '{app} berjalan dengan versi {version}{of} {url}' },
  DEP008: { text: 'menunggu {holder} ({reason}), yang memegang site sejak {started} …' },
  DEP009: {
    text: 'menurut inventaris, {app} memakai {source}; induk apply berikutnya mengembalikannya',
  },
  DEP012: {
    text: 'yang diterima bukan sumber yang dapat dibangun: {reason}',
    next: 'Kirim folder aplikasi sebagai arsip tar: git archive HEAD',
  },
  DEP013: {
    text: '{app} ada di {server}, dan {gate}, yang memasangnya di sana, tidak bisa masuk lewat SSH di {address}:{port}: {reason}',
    next: 'Buka port itu untuk {gate}; alamat khusus untuk itu adalah "privateAddress:" milik server di site.yaml.',
  },
  DEP014: {
    text: '{app} tidak punya sumber yang dapat dipasang dengan kunci',
    next: 'Ubah image-nya di inventaris lalu jalankan: induk apply {app}',
  },
  DEP015: {
    text: '"{name}" tidak bisa menjadi nama kunci',
    next: 'Pakai 1 sampai 40 huruf kecil, angka, dan tanda hubung.',
  },
  DEP016: {
    text: '{app} sudah punya kunci deploy {name}',
    next: 'Pilih --name lain, atau cabut yang itu: induk deploy-key remove {app} {name}',
  },
  DEP017: {
    text: 'kunci privat tidak bisa ditulis ke {file}: {reason}',
    next: 'Sebutkan berkas yang belum ada dengan --out.',
  },
  DEP018: { text: '{app} tidak punya kunci deploy {name}', next: 'Yang ada: {known}' },
  DEP019: {
    text: 'bukan hanya sumber {app} yang berbeda dari yang berjalan: {what}. Kunci deploy hanya mengganti sumbernya',
    next: 'Minta tim menjalankan: induk apply {app}',
  },
  DEP020: { text: 'Buat kunci {name} yang boleh memasang {app} di {server}?' },
  DEP021: {
    text: '{app} dapat dipasang dengan kunci {name} ({fingerprint}); bagian privatnya di {file}',
    next: 'Simpan isi berkas itu sebagai rahasia CI bernama {secret}, lalu hapus berkasnya; pipeline dibuat dengan: induk ci init gitlab {app}',
  },
  DEP022: { text: '{app} tidak punya kunci deploy' },
  DEP023: { text: 'Cabut kunci deploy {name} milik {app}?' },
  DEP024: { text: 'kunci deploy {name} milik {app} tidak membuka apa pun lagi' },
  DEP025: {
    text: '{server} membangun {built}, bukan {reference}: yang diketahuinya tentang aplikasi itu versi lain',
    next: 'Minta tim menjalankan: induk apply',
  },
  DEP026: {
    text: '{server} mengakhiri pembangunan dengan status {status} tanpa alasan',
    next: 'Baris terakhirnya di atas; jalankan pipeline lagi, atau minta tim memeriksa: induk doctor',
  },
  DEP030: {
    text: 'alamat {server} bagi mesin CI tidak diketahui: itu mesin ini, atau dicapai lewat mesin lain',
    next: 'Sebutkan dengan --host HOST[:PORT].',
  },
  DEP031: {
    text: 'kunci host {server} tidak ada di antara yang di /etc/ssh',
    next: 'Periksa "hostKey:" server itu di site.yaml.',
  },
  DEP032: {
    text: '{file} sudah ada; tidak ada yang ditulis',
    next: 'Sebutkan berkas lain dengan --out, atau lihat isinya dengan --dry-run.',
  },
  DEP033: { text: '"{host}" bukan alamat', next: 'Tulis sebagai HOST atau HOST:PORT.' },
  DEP034: {
    text: 'pipeline {app} ada di {file}',
    next: 'Commit dan push. Ia butuh satu rahasia, {secret}, yang dibuat dengan: induk deploy-key create {app}',
  },
  DEP035: {
    text: '{app} tidak punya pengujian yang dikenal; pipeline hanya memasang. Tambahkan dengan --test',
  },
  DEP036: {
    text: '"{branch}" tidak bisa menjadi nama cabang',
    next: 'Pakai huruf, angka, dan . _ / -',
  },
  DEP037: {
    text: '{file} tidak bisa menjadi berkas pipeline',
    next: 'Sebutkan yang di bawah akar repositori; untuk GitLab berakhiran .yml.',
  },
  DEP038: {
    text: 'GitLab hanya membaca {file}, dan bentuknya tidak dikenal; tambahkan ini ke dalamnya:\n{lines}',
  },
  DEP039: { text: '{file} akan menyertakannya:\n{lines}' },
  DEP040: {
    text: '{app} tidak dibangun dari folder, jadi tidak ada yang bisa dikembangkan di sini',
    next: 'Sebutkan aplikasi yang punya "source:".',
  },
  DEP041: {
    text: 'port {port} di mesin ini sudah terpakai',
    next: 'Pilih yang lain dengan --port.',
  },
  DEP042: {
    text: '{name} berakhir sendiri dengan status {status}',
    next: 'Perbaiki yang dikatakan baris-baris terakhirnya lalu jalankan perintah yang sama.',
  },
  DEP043: {
    text: '{app} menjawab di {url} (Ctrl-C mengakhirinya; rahasia untuk di sini ada di {secrets})',
  },
  DEP045: { text: '{file} kini menyertakannya: commit keduanya' },
  DEP044: { text: 'engine tidak mau menjalankan {name}: {reason}' },
};
