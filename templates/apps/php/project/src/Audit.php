<?php

declare(strict_types=1);

namespace App;

/** The audit trail: who did what, when, from where. The database lets it only grow. */
final readonly class Audit
{
    public function __construct(private Database $database)
    {
    }

    /**
     * @param string $detail never with personal data in it: the trail outlives the data
     * @param ?string $note a remark that the citizen reads on the status page
     */
    public function write(
        ?Request $request,
        string $action,
        ?string $entity = null,
        ?int $id = null,
        string $detail = '',
        ?string $note = null,
    ): void {
        $user = $request?->user;
        $this->database->insert('app_audit', [
            'at' => Times::now(),
            'actor' => match (true) {
                $request === null => 'retensi',
                $user === null => 'warga',
                default => "{$user['name']} ({$user['role']})",
            },
            'action' => $action,
            'entity' => $entity,
            'record_id' => $id,
            'detail' => mb_substr($detail, 0, 2000),
            'note' => $note,
            'address' => $request?->address,
        ]);
    }

    /** What happened to a record, newest first; who looked at it is for administrators. */
    public function history(string $entity, int $id): array
    {
        return $this->database->all(
            "select at, actor, action, detail, note from app_audit
             where entity = ? and record_id = ? and action not in ('dilihat', 'berkas dibuka')
             order by id desc limit 100",
            [$entity, $id],
        );
    }

    /** Steps that the citizen may read: no names of staff, no views, no corrections. */
    public function steps(string $entity, int $id): array
    {
        return $this->database->all(
            "select at, detail, note from app_audit
             where entity = ? and record_id = ? and action in ('dibuat', 'dipindahkan')
             order by id desc",
            [$entity, $id],
        );
    }
}
