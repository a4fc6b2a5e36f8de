<?php

declare(strict_types=1);

namespace App;

/** Uploaded files: known by their content, kept under random names outside the web folder. */
final readonly class Files
{
    /** Kinds by extension: what such files begin with, and how browsers call them. */
    private const array KINDS = [
        'pdf' => ['%PDF', 'application/pdf'],
        'jpg' => ["\xff\xd8\xff", 'image/jpeg'],
        'png' => ["\x89PNG\r\n\x1a\n", 'image/png'],
        'docx' => ["PK\x03\x04", 'application/vnd.openxmlformats-officedocument.wordprocessingml.document'],
        'xlsx' => ["PK\x03\x04", 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    ];

    public function __construct(private Database $database, private string $folder)
    {
    }

    /** @return array{?string, ?string} its kind, or what is wrong with it */
    public function check(array $upload, array $field): array
    {
        if ($upload['bytes'] > $field['maxBytes']) {
            return [null, 'Paling besar ' . Fields::bytes($field['maxBytes']) . '.'];
        }
        $extension = str_replace('jpeg', 'jpg', strtolower(pathinfo($upload['name'], PATHINFO_EXTENSION)));
        $head = (string) file_get_contents($upload['path'], length: 8);
        $isTrue = str_starts_with($head, self::KINDS[$extension][0] ?? "\0");
        return in_array($extension, $field['accept'], true) && $isTrue
            ? [$extension, null]
            : [null, 'Hanya ' . strtoupper(implode(', ', $field['accept'])) . ' yang diterima.'];
    }

    /** Keeps a checked file. @return int its id; without a record that has it, it is never shown */
    public function save(array $upload, string $kind): int
    {
        if (!is_dir($this->folder)) {
            mkdir($this->folder, 0700, true);
        }
        $key = bin2hex(random_bytes(16));
        $path = "$this->folder/$key";
        copy($upload['path'], $path);
        chmod($path, 0600);
        return $this->database->insert('app_file', [
            'file_key' => $key,
            'name' => self::safeName($upload['name']),
            'kind' => $kind,
            'bytes' => $upload['bytes'],
            'created_at' => Times::now(),
        ]);
    }

    /** @param list<int> $ids @return array<int, array> */
    public function find(array $ids): array
    {
        if ($ids === []) {
            return [];
        }
        $places = implode(', ', array_fill(0, count($ids), '?'));
        return array_column($this->database->all("select * from app_file where id in ($places)", $ids), null, 'id');
    }

    /** Answers with a file: never shown by the browser as a page of this app, always saved. */
    public function send(array $file): Response
    {
        $content = file_get_contents("$this->folder/{$file['file_key']}");
        return new Response(200, $content, [
            'Content-Type' => self::KINDS[$file['kind']][1] ?? 'application/octet-stream',
            'Content-Disposition' => "attachment; filename*=UTF-8''" . rawurlencode($file['name']),
            'Cache-Control' => 'no-store',
        ]);
    }

    public function remove(int $id): void
    {
        $file = $this->find([$id])[$id] ?? null;
        if ($file !== null) {
            $this->database->run('delete from app_file where id = ?', [$id]);
            $path = "$this->folder/{$file['file_key']}";
            if (is_file($path)) {
                unlink($path);
            }
        }
    }

    /** For a download's header and the page: no path, no quotes, no surprises. */
    private static function safeName(string $name): string
    {
        $base = preg_replace('/[^\p{L}\p{N}._ -]/u', '_', preg_replace('~^.*[/\\\\]~', '', $name)) ?? '';
        return mb_substr($base, -100) ?: 'berkas';
    }
}
