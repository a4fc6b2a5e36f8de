<?php

declare(strict_types=1);

namespace App;

/** How often an address may try: counted by the minute, in the database. */
final readonly class Attempts
{
    public function __construct(private Database $database)
    {
    }

    /** @throws PageError when it was more than $most times in this minute */
    public function count(string $what, Request $request, int $most): void
    {
        $minute = intdiv(time(), 60);
        $bucket = "$what {$request->address}";
        $this->database->run(
            'insert into app_attempt (bucket, minute, count) values (?, ?, 1)
             on duplicate key update count = count + 1',
            [$bucket, $minute],
        );
        $count = $this->database->value('select count from app_attempt where bucket = ? and minute = ?', [$bucket, $minute]);
        if ($count === 1) {
            $this->database->run('delete from app_attempt where minute < ?', [$minute - 10]);
        }
        if ($count > $most) {
            throw PageError::tooOften();
        }
    }
}
