<?php

declare(strict_types=1);

namespace App;

use RuntimeException;

/** Personal data at rest: AES-256-GCM, bound to its entity and field. */
final readonly class Encryption
{
    private const string VERSION = 'v1';

    private const string CIPHER = 'aes-256-gcm';

    public function __construct(private string $key)
    {
    }

    /** @param string $place where it is kept, e.g. `permohonan.nik`: it cannot be read in another place */
    public function seal(string $text, string $place): string
    {
        $nonce = random_bytes(12);
        $sealed = openssl_encrypt($text, self::CIPHER, $this->key, OPENSSL_RAW_DATA, $nonce, $tag, $place);
        return self::VERSION . '.' . base64_encode($nonce) . '.' . base64_encode($sealed . $tag);
    }

    /** @throws RuntimeException when it was changed, moved, or encrypted with another key */
    public function open(string $text, string $place): string
    {
        [$version, $nonce, $body] = explode('.', $text) + ['', '', ''];
        $sealed = base64_decode($body);
        $opened = $version === self::VERSION && strlen($sealed) >= 16
            ? openssl_decrypt(
                substr($sealed, 0, -16),
                self::CIPHER,
                $this->key,
                OPENSSL_RAW_DATA,
                base64_decode($nonce),
                substr($sealed, -16),
                $place,
            )
            : false;
        return $opened === false ? throw new RuntimeException("tidak dapat didekripsi: $place") : $opened;
    }
}
