<?php

declare(strict_types=1);

namespace App\Tests;

use App\Audit;
use App\Definition;
use App\Files;
use App\Migrations;
use App\Retention;

/** What runs without a person: migrations and retention. */
final class RetentionTest extends AppTestCase
{
    public function testMigrationsRunOnce(): void
    {
        self::assertSame([], (new Migrations(self::$database, dirname(__DIR__) . '/migrations'))->run());
    }

    public function testTheFirstAccountIsMadeOnce(): void
    {
        $migrations = new Migrations(self::$database, dirname(__DIR__) . '/migrations');
        $this->addUser('admin');
        self::assertFalse($migrations->ensureAdmin(self::PASSWORD));
    }

    public function testWhatIsFinishedLongEnoughLosesItsPersonalData(): void
    {
        $files = new Files(self::$database, self::$config->uploads);
        $retention = new Retention(self::$database, $this->service, $files, new Audit(self::$database));
        $now = gmdate('Y-m-d H:i:s', time() + 3600);
        self::assertSame(0, $retention->cleanUp('2000-01-01 00:00:00'));
        foreach ($this->service['entities'] as $entity) {
            if ($entity['retention'] === null) {
                continue;
            }
            $final = array_values(array_filter(array_column($entity['states'], 'name'), fn (string $name) => Definition::isFinal($entity, $name)));
            [$old] = $this->addSample($entity);
            [$open] = $this->addSample($entity);
            $days = $entity['retention']['days'] + 1;
            $this->setState($entity, $old, $final[0]);
            self::$database->run("update {$entity['name']} set updated_at = ? - interval $days day where id in (?, ?)", [$now, $old, $open]);
            self::assertSame(1, $retention->cleanUp($now));
            $row = self::$database->one("select * from {$entity['name']} where id = ?", [$old]);
            if ($entity['retention']['action'] === 'delete') {
                self::assertNull($row);
            } else {
                foreach (array_filter($entity['fields'], fn (array $field) => $field['personal'] || $field['type'] === 'file') as $field) {
                    self::assertNull($row[$field['name']], $field['name']);
                }
                self::assertNotNull($row['anonymised_at']);
            }
            self::assertSame(0, $retention->cleanUp($now));
        }
    }
}
