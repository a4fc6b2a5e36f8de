<?php

declare(strict_types=1);

namespace App;

use RuntimeException;

/** Settings, from the environment. On the server induk sets all of them. */
final readonly class Config
{
    public function __construct(
        public string $database,
        public string $user,
        public string $password,
        /** Path of the database's socket; empty: over the network, to `host`. */
        public string $socket,
        public string $host,
        /** 32 bytes that encrypt personal data. Lost key, lost data: it is part of every backup. */
        public string $dataKey,
        /** Signs the forms; may be replaced at any time. */
        public string $cookieKey,
        /** Folder of uploaded files. */
        public string $uploads,
        /** Times a minute that one address may try to log in; sending in: twice as often. */
        public int $attempts = 20,
    ) {
    }

    /** @throws RuntimeException that names everything missing */
    public static function fromEnvironment(): self
    {
        $required = ['DB_NAME', 'DB_USER', 'DB_PASSWORD', 'DATA_KEY', 'COOKIE_KEY'];
        $missing = array_filter($required, fn (string $name) => (string) getenv($name) === '');
        if ($missing !== []) {
            throw new RuntimeException('Belum diatur: ' . implode(', ', $missing));
        }
        $key = base64_decode((string) getenv('DATA_KEY'), true);
        if ($key === false || strlen($key) !== 32) {
            throw new RuntimeException('DATA_KEY harus 32 byte dalam base64');
        }
        return new self(
            database: getenv('DB_NAME'),
            user: getenv('DB_USER'),
            password: getenv('DB_PASSWORD'),
            socket: (string) getenv('DB_SOCKET'),
            host: getenv('DB_HOST') ?: 'localhost',
            dataKey: $key,
            cookieKey: getenv('COOKIE_KEY'),
            uploads: getenv('UPLOADS') ?: dirname(__DIR__) . '/uploads',
            attempts: (int) (getenv('ATTEMPTS') ?: 20),
        );
    }
}
