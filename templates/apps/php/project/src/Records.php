<?php

declare(strict_types=1);

namespace App;

/** Records: find, list, add, change, move. Every change writes its line of the audit trail. */
final readonly class Records
{
    public const int PAGE = 25;

    public function __construct(private Database $database, private Audit $audit, private Encryption $encryption)
    {
    }

    /**
     * @param bool $personal whether personal data may be searched
     * @return array{list<array>, int} one page of what fits, newest first, and how many fit
     */
    public function list(array $entity, string $text, string $state, int $page, bool $personal): array
    {
        [$where, $values] = $this->condition($entity, trim($text), $state, $personal);
        $table = $entity['name'];
        $offset = ($page - 1) * self::PAGE;
        $rows = $this->database->all(
            "select * from $table where $where order by id desc limit " . self::PAGE . " offset $offset",
            $values,
        );
        return [$rows, (int) $this->database->value("select count(*) from $table where $where", $values)];
    }

    private function condition(array $entity, string $text, string $state, bool $personal): array
    {
        $where = $state === '' ? ['true'] : ['state = ?'];
        $values = $state === '' ? [] : [$state];
        if ($text !== '') {
            $columns = self::searchable($entity, $personal);
            $where[] = '(' . implode(' or ', array_map(fn (string $name) => "$name like ?", $columns)) . ')';
            $like = '%' . addcslashes($text, '\\%_') . '%';
            array_push($values, ...array_fill(0, count($columns), $like));
        }
        return [implode(' and ', $where), $values];
    }

    private static function searchable(array $entity, bool $personal): array
    {
        $types = ['text', 'paragraph', 'nip', 'phone', 'email'];
        $fields = array_filter($entity['fields'], fn (array $field) => in_array($field['type'], $types, true)
            && !$field['encrypted'] && ($personal || !$field['personal']));
        return ['ticket', ...array_column($fields, 'name')];
    }

    /** @throws PageError when there is none */
    public function find(array $entity, string $id): array
    {
        $row = preg_match('/^[1-9]\d{0,8}$/', $id) === 1
            ? $this->database->one("select * from {$entity['name']} where id = ?", [(int) $id])
            : null;
        return $row ?? throw PageError::notFound();
    }

    public function findByTicket(array $entity, string $ticket): ?array
    {
        return $this->database->one("select * from {$entity['name']} where ticket = ?", [$ticket]);
    }

    /** @return array<string, int> how many records are in each state */
    public function counts(array $entity): array
    {
        $rows = $this->database->all("select state, count(*) as count from {$entity['name']} group by state");
        return array_column($rows, 'count', 'state');
    }

    /** @return array{int, string} the new record's id and ticket number */
    public function add(array $entity, array $values, Request $request): array
    {
        $state = $entity['states'][0];
        $ticket = self::newTicket($entity['code']);
        $id = $this->database->together(function () use ($entity, $values, $request, $state, $ticket) {
            $id = $this->database->insert($entity['name'], [
                ...$this->sealed($entity, $values),
                'ticket' => $ticket,
                'state' => $state['name'],
                'created_by' => $request->user['id'] ?? null,
                'created_at' => Times::now(),
                'updated_at' => Times::now(),
            ]);
            $this->audit->write($request, 'dibuat', $entity['name'], $id, $state['title']);
            return $id;
        });
        return [$id, $ticket];
    }

    /** @return bool false when somebody else changed it since $version */
    public function change(array $entity, array $row, array $values, int $version, Request $request): bool
    {
        $before = $this->open($entity, $row);
        $changed = array_filter($entity['fields'], fn (array $field) => array_key_exists($field['name'], $values)
            && Fields::typed($field, $values[$field['name']]) !== Fields::typed($field, $before[$field['name']]));
        if ($changed === []) {
            return $row['version'] === $version;
        }
        return $this->database->together(function () use ($entity, $row, $values, $version, $request, $before, $changed) {
            $sealed = $this->sealed($entity, $values) + ['version' => $version + 1, 'updated_at' => Times::now()];
            $set = implode(', ', array_map(fn (string $name) => "$name = ?", array_keys($sealed)));
            $done = $this->database->run(
                "update {$entity['name']} set $set where id = ? and version = ?",
                [...array_values($sealed), $row['id'], $version],
            );
            if ($done === 1) {
                $detail = implode('; ', array_map(fn (array $field) => self::difference($field, $before, $values), $changed));
                $this->audit->write($request, 'diubah', $entity['name'], $row['id'], $detail);
            }
            return $done === 1;
        });
    }

    private static function difference(array $field, array $before, array $after): string
    {
        if ($field['personal'] || $field['encrypted'] || $field['type'] === 'file') {
            return "{$field['label']}: diganti";
        }
        $shown = fn (array $values) => Fields::typed($field, $values[$field['name']]) ?: Fields::NOTHING;
        return "{$field['label']}: {$shown($before)} → {$shown($after)}";
    }

    /** @return bool false when the record is no longer in a state that the move starts from */
    public function move(array $entity, array $row, array $move, string $note, Request $request): bool
    {
        return $this->database->together(function () use ($entity, $row, $move, $note, $request) {
            $done = $this->database->run(
                "update {$entity['name']} set state = ?, version = version + 1, updated_at = ? where id = ? and state = ?",
                [$move['to'], Times::now(), $row['id'], $row['state']],
            );
            if ($done === 1) {
                $titles = array_map(fn (string $name) => Definition::state($entity, $name)['title'], [$row['state'], $move['to']]);
                $this->audit->write($request, 'dipindahkan', $entity['name'], $row['id'], implode(' → ', $titles), $note ?: null);
            }
            return $done === 1;
        });
    }

    /** A record's values, decrypted. */
    public function open(array $entity, array $row): array
    {
        $values = [];
        foreach ($entity['fields'] as ['name' => $name, 'encrypted' => $isSealed]) {
            $value = $row[$name];
            $values[$name] = $isSealed && $value !== null ? $this->encryption->open($value, "{$entity['name']}.$name") : $value;
        }
        return $values;
    }

    private function sealed(array $entity, array $values): array
    {
        foreach ($entity['fields'] as ['name' => $name, 'encrypted' => $isSealed]) {
            if ($isSealed && isset($values[$name])) {
                $values[$name] = $this->encryption->seal((string) $values[$name], "{$entity['name']}.$name");
            }
        }
        return $values;
    }

    /** `SIP-26-7K4Q-M2XD`: 40 random bits, because whoever knows the number may read the status. */
    private static function newTicket(string $code): string
    {
        // letters and digits that nobody mixes up: no I, L, O, U
        $alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
        $random = '';
        for ($i = 0; $i < 8; $i++) {
            $random .= $alphabet[random_int(0, 31)];
        }
        return $code . '-' . date('y') . '-' . implode('-', str_split($random, 4));
    }

    /** A ticket number as people type it: small letters, blanks, O for 0. */
    public static function normalTicket(string $text): string
    {
        $clean = preg_replace('/[\s_]+/', '-', mb_strtoupper(trim($text)));
        [$code, $rest] = explode('-', $clean, 2) + ['', ''];
        return "$code-" . strtr($rest, ['O' => '0', 'I' => '1', 'L' => '1']);
    }
}
