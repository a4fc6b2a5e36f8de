<?php

declare(strict_types=1);

namespace App;

/** What other records are called: for lists to choose from, and instead of bare numbers. */
final readonly class References
{
    /** Longest list to choose from. */
    private const int MOST = 500;

    public function __construct(private Database $database, private array $service)
    {
    }

    /** What a record is called: its first texts that are not personal, else its ticket number. */
    public static function title(array $entity, array $row): string
    {
        $fields = array_filter($entity['fields'], fn (array $field) => $field['type'] === 'text'
            && !$field['personal'] && !$field['encrypted']);
        $names = array_slice(array_column($fields, 'name'), 0, 2);
        $texts = array_filter(array_map(fn (string $name) => (string) $row[$name], $names), fn (string $text) => $text !== '');
        return $texts === [] ? $row['ticket'] : implode(' · ', $texts);
    }

    /** The choices of every reference of an entity: entity → values and labels, newest first. */
    public function choices(array $entity): array
    {
        $choices = [];
        foreach ($this->targets($entity) as $target) {
            $rows = $this->database->all("select * from {$target['name']} order by id desc limit " . self::MOST);
            $choices[$target['name']] = array_map(
                fn (array $row) => ['value' => (string) $row['id'], 'label' => self::title($target, $row)],
                $rows,
            );
        }
        return $choices;
    }

    /** Titles of what these rows refer to, by `<entity>/<id>`. */
    public function labels(array $entity, array $rows): array
    {
        $labels = [];
        foreach ($this->targets($entity) as $target) {
            $ids = [];
            foreach ($entity['fields'] as $field) {
                if ($field['to'] === $target['name']) {
                    array_push($ids, ...array_filter(array_column($rows, $field['name'])));
                }
            }
            if ($ids === []) {
                continue;
            }
            $ids = array_values(array_unique($ids));
            $places = implode(', ', array_fill(0, count($ids), '?'));
            foreach ($this->database->all("select * from {$target['name']} where id in ($places)", $ids) as $row) {
                $labels["{$target['name']}/{$row['id']}"] = self::title($target, $row);
            }
        }
        return $labels;
    }

    public function exists(string $entity, int $id): bool
    {
        return $this->database->value("select 1 from $entity where id = ?", [$id]) !== false;
    }

    /** Records of other entities that refer to this one. */
    public function related(array $entity, int $id): array
    {
        $found = [];
        foreach ($this->service['entities'] as $other) {
            foreach ($other['fields'] as $field) {
                if ($field['to'] === $entity['name']) {
                    $sql = "select * from {$other['name']} where {$field['name']} = ? order by id desc limit 50";
                    $found[] = ['entity' => $other, 'field' => $field['name'], 'rows' => $this->database->all($sql, [$id])];
                }
            }
        }
        return $found;
    }

    private function targets(array $entity): array
    {
        $names = array_column($entity['fields'], 'to');
        return array_filter($this->service['entities'], fn (array $other) => in_array($other['name'], $names, true));
    }
}
