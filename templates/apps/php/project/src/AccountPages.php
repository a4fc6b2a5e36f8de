<?php

declare(strict_types=1);

namespace App;

use FastRoute\RouteCollector;

/** In and out; the own password for everybody; accounts and the audit trail for administrators. */
final readonly class AccountPages
{
    /** Lines of the audit trail on one page. */
    private const int TRAIL = 100;

    public function __construct(
        private Config $config,
        private array $service,
        private View $view,
        private Database $database,
        private Sessions $sessions,
        private Audit $audit,
        private Attempts $attempts,
    ) {
    }

    public function addRoutes(RouteCollector $routes): void
    {
        $routes->get('/masuk', $this->showLogin(...));
        $routes->post('/masuk', $this->logIn(...));
        $routes->post('/keluar', $this->logOut(...));
        $routes->get('/petugas/sandi', fn (Request $request) => $this->showPassword($request));
        $routes->post('/petugas/sandi', $this->changePassword(...));
        $routes->get('/petugas/pengguna', fn (Request $request) => $this->showUsers($this->admin($request)));
        $routes->post('/petugas/pengguna', $this->addUser(...));
        $routes->post('/petugas/pengguna/{id:\d+}', $this->changeUser(...));
        $routes->get('/petugas/jejak', $this->trail(...));
    }

    private function showLogin(Request $request): Response
    {
        return $this->sessions->user($request) !== null
            ? Response::redirect('/petugas')
            : $this->view->page('login', $request, 'Masuk', ['username' => '', 'is_wrong' => false]);
    }

    private function logIn(Request $request): Response
    {
        $this->attempts->count('masuk', $request, $this->config->attempts);
        $name = mb_substr(mb_strtolower(trim($request->form['username'] ?? '')), 0, 60);
        $password = mb_substr($request->form['password'] ?? '', 0, Passwords::LONGEST);
        $user = $this->sessions->authenticate($name, $password);
        if ($user === null) {
            $this->audit->write($request, 'gagal masuk', detail: $name);
            return $this->view->page('login', $request, 'Masuk', ['username' => $name, 'is_wrong' => true], 401);
        }
        // the cookie it came with is worth nothing from now on
        $response = $this->sessions->end($request, Response::redirect('/petugas'));
        $response->cookies = [];
        $request->user = $user;
        $this->audit->write($request, 'masuk');
        return $this->sessions->begin($request, $response, $user['id']);
    }

    private function logOut(Request $request): Response
    {
        return $this->sessions->end($request, Response::redirect('/'));
    }

    private function showPassword(Request $request, ?string $error = null): Response
    {
        $words = ['error' => $error, 'shortest' => Passwords::SHORTEST];
        return $this->view->page('password', $request, 'Ganti sandi', $words, $error === null ? 200 : 422);
    }

    private function changePassword(Request $request): Response
    {
        $user = $request->user;
        $old = $request->form['old'] ?? '';
        $new = $request->form['new'] ?? '';
        $this->attempts->count('sandi', $request, $this->config->attempts);
        $error = match (true) {
            !Passwords::fits($old, $user['password']) => 'Sandi sekarang tidak cocok.',
            mb_strlen($new) < Passwords::SHORTEST => 'Sandi baru paling sedikit ' . Passwords::SHORTEST . ' karakter.',
            mb_strlen($new) > Passwords::LONGEST => 'Sandi baru paling banyak ' . Passwords::LONGEST . ' karakter.',
            $new === $old, str_contains(mb_strtolower($new), $user['username']) =>
                'Pilih sandi yang lain, tanpa nama pengguna Anda di dalamnya.',
            default => null,
        };
        if ($error !== null) {
            return $this->showPassword($request, $error);
        }
        $sql = 'update app_user set password = ?, must_change = false where id = ?';
        $this->database->run($sql, [Passwords::hash($new), $user['id']]);
        // whoever is logged in elsewhere with the old password is not any more
        $this->sessions->endAll($user['id']);
        $this->audit->write($request, 'sandi diganti');
        return $this->sessions->begin($request, Response::redirect('/petugas'), $user['id']);
    }

    /** @param ?array{username: string, password: string} $made a password made just now, shown once */
    private function showUsers(Request $request, ?array $made = null, ?string $error = null): Response
    {
        return $this->view->page('users', $request, 'Pengguna', [
            'users' => $this->database->all('select * from app_user order by username'),
            'roles' => [...array_column($this->service['roles'], 'name'), Access::ADMIN],
            'made' => $made,
            'error' => $error,
        ], $error === null ? 200 : 422);
    }

    private function addUser(Request $request): Response
    {
        $this->admin($request);
        $username = $request->form['username'] ?? '';
        $name = mb_substr(trim($request->form['name'] ?? ''), 0, 120);
        $role = $request->form['role'] ?? '';
        $isRole = in_array($role, [...array_column($this->service['roles'], 'name'), Access::ADMIN], true);
        if (preg_match('/^[a-z][a-z0-9._-]{2,39}$/', $username) !== 1 || mb_strlen($name) < 2 || !$isRole) {
            $error = 'Nama pengguna: 3–40 huruf kecil, angka, titik. Nama lengkap wajib diisi.';
            return $this->showUsers($request, error: $error);
        }
        if ($this->database->one('select id from app_user where username = ?', [$username]) !== null) {
            return $this->showUsers($request, error: "Nama pengguna $username sudah dipakai.");
        }
        $password = Passwords::temporary();
        $this->database->insert('app_user', [
            'username' => $username,
            'name' => $name,
            'role' => $role,
            'password' => Passwords::hash($password),
            'must_change' => true,
            'created_at' => Times::now(),
        ]);
        $this->audit->write($request, 'pengguna ditambah', detail: "$username, $role");
        return $this->showUsers($request, ['username' => $username, 'password' => $password]);
    }

    private function changeUser(Request $request, string $id): Response
    {
        $this->admin($request);
        $user = $this->database->one('select * from app_user where id = ?', [(int) $id]) ?? throw PageError::notFound();
        if ($user['id'] === $request->user['id']) {
            return $this->showUsers($request, error: 'Akun sendiri tidak diubah di sini.');
        }
        $made = null;
        $act = $request->form['act'] ?? '';
        if ($act === 'sandi') {
            $made = ['username' => $user['username'], 'password' => Passwords::temporary()];
            $this->database->run(
                'update app_user set password = ?, must_change = true, failures = 0, locked_until = null where id = ?',
                [Passwords::hash($made['password']), $user['id']],
            );
        } else {
            $this->database->run('update app_user set is_active = ? where id = ?', [$act === 'hidupkan', $user['id']]);
        }
        $this->sessions->endAll($user['id']);
        $this->audit->write($request, 'pengguna diubah', detail: "{$user['username']}: $act");
        return $this->showUsers($request, $made);
    }

    private function trail(Request $request): Response
    {
        $this->admin($request);
        $before = (int) ($request->query['sebelum'] ?? 0) ?: PHP_INT_MAX;
        $entries = $this->database->all(
            'select * from app_audit where id < ? order by id desc limit ' . self::TRAIL,
            [$before],
        );
        $next = count($entries) === self::TRAIL ? end($entries)['id'] : null;
        return $this->view->page('trail', $request, 'Jejak audit', ['entries' => $entries, 'next' => $next]);
    }

    /** @throws PageError for everybody else */
    private function admin(Request $request): Request
    {
        return $request->user['role'] === Access::ADMIN ? $request : throw PageError::notFound();
    }
}
