<?php

declare(strict_types=1);

namespace App;

/** What people type → values for the database, and back. One function for each type of field. */
final class Fields
{
    /** Shown where there is no value. */
    public const string NOTHING = '–';

    /**
     * @param string $text as it came from the form; files and references are checked further in Form
     * @return array{mixed, ?string} the value (null when an optional field is empty), or what is wrong
     */
    public static function parse(string $text, array $field): array
    {
        $clean = trim(str_replace(["\r\n", "\r"], "\n", $text));
        if (preg_match('/[\x00-\x08\x0b-\x1f\x7f]/', $clean) === 1) {
            return [null, 'Ada karakter yang tidak dapat dipakai.'];
        }
        if ($field['type'] === 'yesno') {
            return $field['required'] && $clean !== 'ya' ? [null, 'Harus disetujui.'] : [$clean === 'ya', null];
        }
        if ($clean === '') {
            return [null, $field['required'] ? 'Wajib diisi.' : null];
        }
        return match ($field['type']) {
            'text' => str_contains($clean, "\n") ? [null, 'Tulis dalam satu baris.'] : self::within($clean, $field, 200),
            'paragraph' => self::within($clean, $field, 4000),
            'number' => self::number($clean, $field),
            'money' => self::money($clean, $field),
            'date' => self::isDate($clean) ? [$clean, null] : [null, 'Tanggal ini tidak ada.'],
            'choice' => self::choice($clean, $field),
            'reference' => preg_match('/^[1-9]\d{0,8}$/', $clean) === 1
                ? [(int) $clean, null]
                : [null, 'Pilih salah satu dari daftar.'],
            'nik' => self::nik($clean),
            'nip' => self::nip($clean),
            'phone' => self::phone($clean),
            'email' => self::email($clean),
        };
    }

    private static function within(string $text, array $field, int $most): array
    {
        $most = $field['max'] ?? $most;
        $least = $field['min'] ?? 0;
        return match (true) {
            mb_strlen($text) > $most => [null, "Paling banyak $most karakter."],
            mb_strlen($text) < $least => [null, "Paling sedikit $least karakter."],
            default => [$text, null],
        };
    }

    /** Indonesian notation: 1.500.000,25. */
    private static function number(string $text, array $field): array
    {
        $isGrouped = preg_match('/^-?\d{1,3}(\.\d{3})+(,\d+)?$/', $text) === 1;
        $plain = $isGrouped ? str_replace('.', '', $text) : $text;
        if (preg_match('/^-?\d{1,15}(,\d{1,6})?$/', $plain) !== 1) {
            return [null, 'Tulis angka, misalnya 1.500.000.'];
        }
        $value = str_replace(',', '.', $plain);
        return match (true) {
            isset($field['min']) && $value < $field['min'] => [null, 'Paling kecil ' . self::figure($field['min']) . '.'],
            isset($field['max']) && $value > $field['max'] => [null, 'Paling besar ' . self::figure($field['max']) . '.'],
            default => [$value, null],
        };
    }

    private static function money(string $text, array $field): array
    {
        [$value, $error] = self::number(preg_replace('/^Rp\.?\s*/i', '', $text), $field);
        return match (true) {
            $error !== null => [null, $error],
            str_contains($value, '.') => [null, 'Tulis dalam rupiah penuh, tanpa sen.'],
            default => [(int) $value, null],
        };
    }

    private static function isDate(string $text): bool
    {
        return preg_match('/^((?:19|20|21)\d\d)-(\d\d)-(\d\d)$/', $text, $part) === 1
            && checkdate((int) $part[2], (int) $part[3], (int) $part[1]);
    }

    private static function choice(string $text, array $field): array
    {
        return in_array($text, array_column($field['choices'], 'value'), true)
            ? [$text, null]
            : [null, 'Pilih salah satu dari daftar.'];
    }

    /** 16 digits: region, date of birth (women: day + 40), number. */
    private static function nik(string $text): array
    {
        $digits = preg_replace('/[\s.-]/', '', $text);
        if (preg_match('/^(\d\d)\d{4}(\d\d)(\d\d)\d{6}$/', $digits, $part) !== 1) {
            return [null, 'NIK terdiri dari 16 angka.'];
        }
        $day = $part[2] > 40 ? $part[2] - 40 : (int) $part[2];
        $isLikely = $part[1] >= 11 && $day >= 1 && $day <= 31 && $part[3] >= 1 && $part[3] <= 12;
        return $isLikely ? [$digits, null] : [null, 'NIK ini keliru; periksa kembali angkanya.'];
    }

    /** 18 digits: date of birth, month of appointment, sex, number. */
    private static function nip(string $text): array
    {
        $digits = preg_replace('/[\s.-]/', '', $text);
        if (preg_match('/^(\d{4})(\d\d)(\d\d)\d{4}(\d\d)(\d)\d{3}$/', $digits, $part) !== 1) {
            return [null, 'NIP terdiri dari 18 angka.'];
        }
        $isLikely = self::isDate("$part[1]-$part[2]-$part[3]") && $part[4] >= 1 && $part[4] <= 12
            && in_array($part[5], ['1', '2'], true);
        return $isLikely ? [$digits, null] : [null, 'NIP ini keliru; periksa kembali angkanya.'];
    }

    /** Kept as +62… whichever way it was written. */
    private static function phone(string $text): array
    {
        $digits = preg_replace('/^(\+?62|0)/', '', preg_replace('/[\s().-]/', '', $text));
        return preg_match('/^[2-9]\d{7,11}$/', $digits) === 1
            ? ["+62$digits", null]
            : [null, 'Tulis nomor telepon, misalnya 0812 3456 7890.'];
    }

    private static function email(string $text): array
    {
        $isRight = strlen($text) <= 254 && preg_match('/^[^\s@"<>,;]+@[^\s@"<>,;]+\.[^\s@"<>,;.]+$/', $text) === 1;
        return $isRight ? [$text, null] : [null, 'Tulis seperti: nama@contoh.go.id'];
    }

    /**
     * A value for people to read.
     *
     * @param array<string, string> $labels what references are called, by `<entity>/<id>`
     */
    public static function show(array $field, mixed $value, array $labels): string
    {
        if ($value === null) {
            return self::NOTHING;
        }
        return match ($field['type']) {
            'choice' => array_column($field['choices'], 'label', 'value')[$value] ?? $value,
            'yesno' => $value ? 'Ya' : 'Tidak',
            'money' => 'Rp ' . self::figure($value),
            'number' => self::figure($value),
            'date' => Times::date($value),
            'reference' => $labels["{$field['to']}/$value"] ?? self::NOTHING,
            default => (string) $value,
        };
    }

    /** A value in an input, as the person could have typed it. */
    public static function typed(array $field, mixed $value): string
    {
        return match (true) {
            $value === null => '',
            $field['type'] === 'yesno' => $value ? 'ya' : '',
            in_array($field['type'], ['number', 'money'], true) => self::figure($value),
            default => (string) $value,
        };
    }

    /** Personal data for those who need not read it: enough to tell two people apart. */
    public static function mask(string $text): string
    {
        if ($text === self::NOTHING) {
            return $text;
        }
        $at = mb_strpos($text, '@');
        if ($at !== false && $at > 0) {
            return mb_substr($text, 0, 1) . '•••' . mb_substr($text, $at);
        }
        $shown = min(2, intdiv(mb_strlen($text), 4));
        return mb_substr($text, 0, $shown) . '••••' . ($shown === 0 ? '' : mb_substr($text, -$shown));
    }

    /** 1500000.25 → 1.500.000,25. */
    public static function figure(int|float|string $value): string
    {
        [$whole, $part] = explode('.', (string) $value) + ['', ''];
        $sign = str_starts_with($whole, '-') ? '-' : '';
        $grouped = strrev(implode('.', str_split(strrev(ltrim($whole, '-')), 3)));
        $part = rtrim($part, '0');
        return $sign . $grouped . ($part === '' ? '' : ",$part");
    }

    public static function bytes(int $bytes): string
    {
        [$amount, $unit] = $bytes >= 1024 ** 2 ? [$bytes / 1024 ** 2, 'MB'] : [$bytes / 1024, 'KB'];
        return self::figure((string) max(0.1, round($amount, 1))) . " $unit";
    }
}
