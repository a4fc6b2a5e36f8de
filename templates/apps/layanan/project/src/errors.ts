/** Expected errors of routes: their status and what the person reads. */

export class PageError extends Error {
  constructor(
    readonly statusCode: number,
    readonly title: string,
    message: string,
  ) {
    super(message);
  }
}

export class NotFound extends PageError {
  constructor() {
    super(404, 'Halaman tidak ditemukan', 'Alamat ini tidak ada, atau tidak untuk akun Anda.');
  }
}

export class Conflict extends PageError {
  constructor() {
    const words = 'Orang lain baru saja mengubah data ini. Buka kembali halamannya, lalu ulangi.';
    super(409, 'Data sudah berubah', words);
  }
}

/** What the framework refuses, in words for people. */
const words: Record<number, [string, string]> = {
  400: ['Permintaan tidak dapat dibaca', 'Kembali ke halaman sebelumnya, lalu coba lagi.'],
  403: ['Formulir kedaluwarsa', 'Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi.'],
  404: ['Halaman tidak ditemukan', 'Periksa kembali alamatnya.'],
  413: ['Berkas terlalu besar', 'Perkecil berkasnya, lalu kirim lagi.'],
  415: ['Permintaan tidak dapat dibaca', 'Kembali ke halaman sebelumnya, lalu coba lagi.'],
  429: ['Terlalu sering', 'Tunggu beberapa menit, lalu coba lagi.'],
};

/** Status, heading and sentence for any error; of unexpected ones nothing is told. */
export function describeError(error: unknown): { status: number; title: string; text: string } {
  if (error instanceof PageError) {
    return { status: error.statusCode, title: error.title, text: error.message };
  }
  const status = (error as { statusCode?: number }).statusCode ?? 500;
  const [title, text] = words[status] ?? [
    'Terjadi gangguan',
    'Ini kesalahan kami, bukan Anda. Coba lagi beberapa saat, atau hubungi kantor.',
  ];
  return { status: words[status] === undefined ? 500 : status, title, text };
}
