<?php

/** Migrations and the first account: `php bin/migrate.php`, before a new version gets traffic. */

declare(strict_types=1);

require __DIR__ . '/../src/autoload.php';

try {
    $database = new App\Database(App\Config::fromEnvironment());
    $migrations = new App\Migrations($database, dirname(__DIR__) . '/migrations');
    $new = $migrations->run();
    echo 'migrasi: ', $new === [] ? 'tidak ada yang baru' : implode(', ', $new), "\n";
    if ($migrations->ensureAdmin((string) getenv('ADMIN_PASSWORD'))) {
        echo "akun admin dibuat\n";
    }
} catch (Exception $error) {
    fwrite(STDERR, "migrasi gagal: {$error->getMessage()}\n");
    exit(1);
}
