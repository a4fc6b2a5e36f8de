<?php

declare(strict_types=1);

namespace App;

/** Who is logged in: a random cookie, of which the database keeps only a hash. */
final readonly class Sessions
{
    public const string COOKIE = 'sesi';

    /** Seconds of a working day; then the password again. */
    private const int LIFETIME = 36_000;

    /** Wrong passwords in a row after which an account rests, and for how many seconds. */
    private const int MOST_FAILURES = 5;

    private const int REST = 900;

    public function __construct(private Database $database)
    {
    }

    /** @return ?array the account; null when name and password do not fit or the account rests */
    public function authenticate(string $username, string $password): ?array
    {
        $user = $this->countAttempt($username);
        $fits = Passwords::fits($password, $user['password'] ?? null);
        if ($user === null) {
            return null;
        }
        if ($fits && $user['failures'] <= self::MOST_FAILURES) {
            $this->setFailures($user['id'], 0, null);
            return $user;
        }
        if ($user['failures'] >= self::MOST_FAILURES) {
            $this->setFailures($user['id'], 0, Times::now(self::REST));
        }
        return null;
    }

    /**
     * Every attempt counts before its password is looked at: many at the same instant are many.
     *
     * @return ?array the account with this attempt counted; null when there is none, or it rests
     */
    private function countAttempt(string $username): ?array
    {
        $isCounted = $this->database->run(
            'update app_user set failures = failures + 1
             where username = ? and is_active and (locked_until is null or locked_until <= ?)',
            [$username, Times::now()],
        ) === 1;
        return $isCounted ? $this->database->one('select * from app_user where username = ?', [$username]) : null;
    }

    private function setFailures(int $id, int $failures, ?string $until): void
    {
        $this->database->run('update app_user set failures = ?, locked_until = ? where id = ?', [$failures, $until, $id]);
    }

    /** Begins a session. Always a new one: a cookie planted before the login is worth nothing. */
    public function begin(Request $request, Response $response, int $userId): Response
    {
        return $response->cookie($request, self::COOKIE, $this->token($userId), self::LIFETIME);
    }

    /** @return string what the cookie is to hold */
    public function token(int $userId): string
    {
        $token = bin2hex(random_bytes(32));
        $this->database->run('delete from app_session where expires_at < ?', [Times::now()]);
        $this->database->insert('app_session', [
            'token_hash' => hash('sha256', $token),
            'user_id' => $userId,
            'expires_at' => Times::now(self::LIFETIME),
        ]);
        return $token;
    }

    public function end(Request $request, Response $response): Response
    {
        $hash = hash('sha256', $request->cookies[self::COOKIE] ?? '');
        $this->database->run('delete from app_session where token_hash = ?', [$hash]);
        return $response->cookie($request, self::COOKIE, '', -1);
    }

    /** Ends all sessions of an account, on every device. */
    public function endAll(int $userId): void
    {
        $this->database->run('delete from app_session where user_id = ?', [$userId]);
    }

    /** The account of a request, or null. */
    public function user(Request $request): ?array
    {
        $token = $request->cookies[self::COOKIE] ?? '';
        if ($token === '') {
            return null;
        }
        return $this->database->one(
            'select app_user.* from app_session join app_user on app_user.id = app_session.user_id
             where token_hash = ? and expires_at > ? and is_active',
            [hash('sha256', $token), Times::now()],
        );
    }
}
