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
    text: 'port {port} di sebuah server sudah dipakai, sehingga {service} tidak dapat dimulai',
    next: 'Lihat pemakainya dengan: ss -ltnp sport = :{port}. Hentikan, atau pilih port lain di bawah "proxy:" pada site.yaml.',
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
};
