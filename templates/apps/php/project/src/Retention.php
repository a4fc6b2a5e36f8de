<?php

declare(strict_types=1);

namespace App;

/** What has been finished long enough loses its personal data and files, or goes altogether. */
final readonly class Retention
{
    public function __construct(private Database $database, private array $service, private Files $files, private Audit $audit)
    {
    }

    /** @param string $now a moment in UTC @return int how many records were cleaned */
    public function cleanUp(string $now): int
    {
        $count = 0;
        foreach ($this->service['entities'] as $entity) {
            foreach ($this->overdue($entity, $now) as $row) {
                $this->clean($entity, $row, $now);
                $count++;
            }
        }
        return $count;
    }

    private function overdue(array $entity, string $now): array
    {
        $states = array_filter(array_column($entity['states'], 'name'), fn (string $name) => Definition::isFinal($entity, $name));
        if ($entity['retention'] === null || $states === []) {
            return [];
        }
        $places = implode(', ', array_fill(0, count($states), '?'));
        return $this->database->all(
            "select * from {$entity['name']}
             where state in ($places) and anonymised_at is null and updated_at < ? - interval ? day",
            [...array_values($states), $now, $entity['retention']['days']],
        );
    }

    private function clean(array $entity, array $row, string $now): void
    {
        $isDeleted = $entity['retention']['action'] === 'delete';
        $files = array_column(array_filter($entity['fields'], fn (array $field) => $field['type'] === 'file'), 'name');
        $personal = array_column(array_filter($entity['fields'], fn (array $field) => $field['personal']), 'name');
        $this->database->together(function () use ($entity, $row, $now, $isDeleted, $files, $personal): void {
            if ($isDeleted) {
                $this->database->run("delete from {$entity['name']} where id = ?", [$row['id']]);
            } else {
                $set = implode(', ', array_map(fn (string $name) => "$name = null", [...$files, ...$personal]));
                $set = $set === '' ? '' : "$set, ";
                $this->database->run("update {$entity['name']} set {$set}anonymised_at = ? where id = ?", [$now, $row['id']]);
            }
            $action = $isDeleted ? 'dihapus (retensi)' : 'dianonimkan (retensi)';
            $this->audit->write(null, $action, $entity['name'], $row['id'], $row['ticket']);
        });
        foreach ($files as $name) {
            if ($row[$name] !== null) {
                $this->files->remove($row[$name]);
            }
        }
    }
}
