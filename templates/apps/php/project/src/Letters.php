<?php

declare(strict_types=1);

namespace App;

/** Letters of a record: a page to be printed, with a number that stays the same. */
final readonly class Letters
{
    private const array ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX', 'X', 'XI', 'XII'];

    public function __construct(private Database $database)
    {
    }

    /**
     * The letter with its words filled in.
     *
     * @param array<string, string> $texts values of the record as people read them, by field
     * @return array{number: string, date: string, blocks: list<list<string>>}
     */
    public function write(array $entity, array $letter, array $row, array $texts): array
    {
        $register = $this->register($entity, $letter, $row['id']);
        $date = Times::dateOf($register['created_at']);
        [$year, $month] = explode('-', $date);
        $number = strtr($letter['number'], [
            '{urut}' => str_pad((string) $register['sequence'], 3, '0', STR_PAD_LEFT),
            '{bulan}' => self::ROMAN[(int) $month - 1],
            '{tahun}' => $year,
        ]);
        $words = ['{tiket}' => $row['ticket'], '{nomor}' => $number, '{tanggal}' => Times::date($date)];
        $words['{status}'] = Definition::state($entity, $row['state'])['title'];
        foreach ($texts as $name => $text) {
            $words['{' . $name . '}'] = $text;
        }
        $blocks = preg_split('/\n{2,}/', strtr(implode("\n", $letter['body']), $words));
        return [
            'number' => $number,
            'date' => Times::date($date),
            'blocks' => array_map(fn (string $block) => explode("\n", $block), $blocks),
        ];
    }

    /** The number of this letter for this record: the next of its year, or the one it has. */
    private function register(array $entity, array $letter, int $id): array
    {
        $name = "{$entity['name']}.{$letter['name']}";
        $find = fn () => $this->database->one('select * from app_letter where letter = ? and record_id = ?', [$name, $id]);
        return $find() ?? $this->database->together(function () use ($name, $id, $find) {
            // one after another: of two people who print at once, one waits here
            $this->database->value('select name from app_migration order by name limit 1 for update');
            if ($find() === null) {
                $year = (int) date('Y');
                $last = $this->database->value('select max(sequence) from app_letter where letter = ? and year = ?', [$name, $year]);
                $this->database->insert('app_letter', [
                    'letter' => $name,
                    'year' => $year,
                    'sequence' => (int) $last + 1,
                    'record_id' => $id,
                    'created_at' => Times::now(),
                ]);
            }
            return $find();
        });
    }
}
