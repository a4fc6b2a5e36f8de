<?php

declare(strict_types=1);

namespace App;

use Generator;

/** Lists for spreadsheets: CSV, row by row. */
final readonly class Export
{
    /** Rows read from the database at once. */
    private const int BATCH = 500;

    public function __construct(private Database $database, private Records $records, private References $references)
    {
    }

    /**
     * UTF-8 with a mark that tells Excel so, oldest first.
     *
     * @param bool $personal whether personal data is shown in full
     */
    public function csv(array $entity, bool $personal): Generator
    {
        $fields = array_filter($entity['fields'], fn (array $field) => $field['type'] !== 'file');
        yield "\u{feff}" . self::line(['Nomor tiket', 'Status', 'Dibuat', 'Diubah', ...array_column($fields, 'label')]);
        $last = 0;
        do {
            $rows = $this->database->all(
                "select * from {$entity['name']} where id > ? order by id limit " . self::BATCH,
                [$last],
            );
            $labels = $this->references->labels($entity, $rows);
            foreach ($rows as $row) {
                $last = $row['id'];
                yield self::line($this->cells($entity, $fields, $row, $labels, $personal));
            }
        } while (count($rows) === self::BATCH);
    }

    private function cells(array $entity, array $fields, array $row, array $labels, bool $personal): array
    {
        $values = $this->records->open($entity, $row);
        $cells = [
            $row['ticket'],
            Definition::state($entity, $row['state'])['title'],
            Times::iso($row['created_at']),
            Times::iso($row['updated_at']),
        ];
        foreach ($fields as $field) {
            $text = Fields::show($field, $values[$field['name']], $labels);
            $cells[] = $field['personal'] && !$personal ? Fields::mask($text) : $text;
        }
        return $cells;
    }

    private static function line(array $texts): string
    {
        return implode(',', array_map(fn (string $text) => '"' . str_replace('"', '""', self::inert($text)) . '"', $texts)) . "\r\n";
    }

    /** A text that begins like a formula would be run by the spreadsheet that opens it. */
    private static function inert(string $text): string
    {
        $isFormula = preg_match('/^[=+\-@\t\r]/', $text) === 1 && preg_match('/^\+?[\d\s.,]+$/', $text) !== 1;
        return $isFormula ? "'$text" : $text;
    }
}
