<?php

declare(strict_types=1);

namespace App;

/** One question of a browser. */
final class Request
{
    /** The account that asks; set once it is known. */
    public ?array $user = null;

    /** Secret of a new visitor's forms, to be sent along as a cookie. */
    public ?string $newSecret = null;

    /**
     * @param array<string, string> $query
     * @param array<string, string> $form
     * @param array<string, array{name: string, path: string, bytes: int}> $files
     * @param array<string, string> $cookies
     */
    public function __construct(
        public readonly string $method,
        public readonly string $path,
        public readonly array $query = [],
        public readonly array $form = [],
        public readonly array $files = [],
        public readonly array $cookies = [],
        public readonly string $address = '',
        public readonly bool $isSecure = false,
        /** Whether more was sent than PHP takes: then the form is empty. */
        public readonly bool $isTooLarge = false,
    ) {
    }

    public static function fromGlobals(): self
    {
        $method = $_SERVER['REQUEST_METHOD'] ?? 'GET';
        $sent = (int) ($_SERVER['CONTENT_LENGTH'] ?? 0);
        return new self(
            method: $method,
            // what is no UTF-8 leads nowhere, instead of failing in the database
            path: mb_scrub(rawurldecode(parse_url($_SERVER['REQUEST_URI'] ?? '/', PHP_URL_PATH) ?: '/')),
            query: self::texts($_GET),
            form: self::texts($_POST),
            files: self::files($_FILES),
            cookies: self::texts($_COOKIE),
            address: $_SERVER['REMOTE_ADDR'] ?? '',
            isSecure: ($_SERVER['HTTPS'] ?? '') === 'on',
            isTooLarge: $method === 'POST' && $_POST === [] && $sent > ini_parse_quantity(ini_get('post_max_size')),
        );
    }

    /** Only texts in UTF-8: of `a[]=1` PHP makes a list, which no form here sends. */
    private static function texts(array $values): array
    {
        return array_filter($values, fn ($value) => is_string($value) && mb_check_encoding($value, 'UTF-8'));
    }

    private static function files(array $sent): array
    {
        $files = [];
        foreach ($sent as $name => $file) {
            if (!is_string($file['name'])) {
                continue;
            }
            // larger than upload_max_filesize: told as too large for any field
            $isCut = in_array($file['error'], [UPLOAD_ERR_INI_SIZE, UPLOAD_ERR_FORM_SIZE], true);
            if ($isCut || ($file['error'] === UPLOAD_ERR_OK && is_uploaded_file($file['tmp_name']))) {
                $bytes = $isCut ? PHP_INT_MAX : $file['size'];
                $files[$name] = ['name' => $file['name'], 'path' => $file['tmp_name'], 'bytes' => $bytes];
            }
        }
        return $files;
    }
}
