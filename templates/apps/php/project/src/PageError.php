<?php

declare(strict_types=1);

namespace App;

use RuntimeException;

/** An expected error: its status, and what the person reads. */
final class PageError extends RuntimeException
{
    public function __construct(public readonly int $status, public readonly string $title, string $words)
    {
        parent::__construct($words);
    }

    /** Also for what an account may not see: it need not know which of the two it is. */
    public static function notFound(): self
    {
        return new self(404, 'Halaman tidak ditemukan', 'Alamat ini tidak ada, atau tidak untuk akun Anda.');
    }

    public static function conflict(): self
    {
        return new self(409, 'Data sudah berubah', 'Orang lain baru saja mengubah data ini. Buka kembali halamannya, lalu ulangi.');
    }

    public static function stale(): self
    {
        return new self(403, 'Formulir kedaluwarsa', 'Kembali ke halaman sebelumnya, muat ulang, lalu kirim lagi.');
    }

    public static function tooLarge(): self
    {
        return new self(413, 'Berkas terlalu besar', 'Perkecil berkasnya, lalu kirim lagi.');
    }

    public static function tooOften(): self
    {
        return new self(429, 'Terlalu sering', 'Tunggu beberapa menit, lalu coba lagi.');
    }
}
