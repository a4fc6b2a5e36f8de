<?php

declare(strict_types=1);

namespace App;

use PDO;
use PDOStatement;
use Throwable;

/**
 * The database: a thin hand around PDO. Values always travel beside the SQL, never in it. Names of
 * tables and columns come from the request, which knows only small letters, digits and underscores.
 */
final class Database
{
    private ?PDO $pdo = null;

    public function __construct(private readonly Config $config)
    {
    }

    /** Connects at first use. */
    private function pdo(): PDO
    {
        if ($this->pdo === null) {
            $config = $this->config;
            $place = $config->socket === '' ? "host=$config->host" : "unix_socket=$config->socket";
            $source = "mysql:$place;dbname=$config->database;charset=utf8mb4";
            $this->pdo = new PDO($source, $config->user, $config->password, [
                PDO::ATTR_ERRMODE => PDO::ERRMODE_EXCEPTION,
                PDO::ATTR_DEFAULT_FETCH_MODE => PDO::FETCH_ASSOC,
                PDO::ATTR_EMULATE_PREPARES => false,
                PDO::MYSQL_ATTR_MULTI_STATEMENTS => false,
                PDO::MYSQL_ATTR_FOUND_ROWS => true,
            ]);
            // times are kept in UTC, and shown in the zone of TZ
            $this->pdo->exec("set time_zone = '+00:00', sql_mode = 'STRICT_ALL_TABLES,NO_ZERO_DATE'");
        }
        return $this->pdo;
    }

    /** @return list<array<string, mixed>> */
    public function all(string $sql, array $values = []): array
    {
        return $this->ask($sql, $values)->fetchAll();
    }

    /** @return ?array<string, mixed> the first row */
    public function one(string $sql, array $values = []): ?array
    {
        return $this->ask($sql, $values)->fetch() ?: null;
    }

    /** The first column of the first row. */
    public function value(string $sql, array $values = []): mixed
    {
        return $this->ask($sql, $values)->fetchColumn();
    }

    /** @return int rows that fitted */
    public function run(string $sql, array $values = []): int
    {
        return $this->ask($sql, $values)->rowCount();
    }

    /** @return int the new row's id */
    public function insert(string $table, array $values): int
    {
        $names = implode(', ', array_keys($values));
        $places = implode(', ', array_fill(0, count($values), '?'));
        $this->ask("insert into $table ($names) values ($places)", array_values($values));
        return (int) $this->pdo()->lastInsertId();
    }

    /**
     * All of it or nothing.
     *
     * @template T
     * @param callable(): T $work
     * @return T
     */
    public function together(callable $work): mixed
    {
        $this->pdo()->beginTransaction();
        try {
            $result = $work();
            $this->pdo()->commit();
            return $result;
        } catch (Throwable $error) {
            $this->pdo()->rollBack();
            throw $error;
        }
    }

    private function ask(string $sql, array $values): PDOStatement
    {
        $statement = $this->pdo()->prepare($sql);
        foreach (array_values($values) as $i => $value) {
            $type = match (true) {
                $value === null => PDO::PARAM_NULL,
                is_bool($value), is_int($value) => PDO::PARAM_INT,
                default => PDO::PARAM_STR,
            };
            $statement->bindValue($i + 1, is_bool($value) ? (int) $value : $value, $type);
        }
        $statement->execute();
        return $statement;
    }
}
