<?php

/** The retention job, once a night: `php bin/retention.php`. */

declare(strict_types=1);

require __DIR__ . '/../src/autoload.php';

$config = App\Config::fromEnvironment();
$database = new App\Database($config);
$files = new App\Files($database, $config->uploads);
$retention = new App\Retention($database, App\Definition::load(), $files, new App\Audit($database));
echo "retensi: {$retention->cleanUp(App\Times::now())} data dibersihkan\n";
