<?php

declare(strict_types=1);

namespace App\Tests;

use App\Definition;
use App\Encryption;
use App\Fields;
use App\Records;
use App\Times;
use PHPUnit\Framework\Attributes\TestWith;
use PHPUnit\Framework\TestCase;
use RuntimeException;

/** What people type, one type of field after another. */
final class FieldsTest extends TestCase
{
    #[TestWith(['text', 'Contoh', 'Contoh'])]
    #[TestWith(['text', "a\nb", null])]
    #[TestWith(['paragraph', "a\r\nb", "a\nb"])]
    #[TestWith(['text', "a\x00b", null])]
    #[TestWith(['number', '1.500.000,25', '1500000.25'])]
    #[TestWith(['number', '1.5', null])]
    #[TestWith(['number', '-7', '-7'])]
    #[TestWith(['number', '9999999999999999', null])]
    #[TestWith(['money', 'Rp 1.500.000', 1500000])]
    #[TestWith(['money', '1,5', null])]
    #[TestWith(['date', '2026-02-28', '2026-02-28'])]
    #[TestWith(['date', '2026-02-30', null])]
    #[TestWith(['choice', 'b', 'b'])]
    #[TestWith(['choice', 'c', null])]
    #[TestWith(['yesno', 'ya', true])]
    #[TestWith(['yesno', '', null])]
    #[TestWith(['reference', '12', 12])]
    #[TestWith(['reference', '1 or 1=1', null])]
    #[TestWith(['nik', '3171 2341 0890 0001', '3171234108900001'])]
    #[TestWith(['nik', '3171239908900001', null])]
    #[TestWith(['nip', '19700315 199803 2 004', '197003151998032004'])]
    #[TestWith(['nip', '197013151998032004', null])]
    #[TestWith(['phone', '0812 3456 7890', '+6281234567890'])]
    #[TestWith(['phone', '+62 (812) 3456-7890', '+6281234567890'])]
    #[TestWith(['phone', '12', null])]
    #[TestWith(['email', 'nama@contoh.go.id', 'nama@contoh.go.id'])]
    #[TestWith(['email', 'nama@contoh', null])]
    public function testReads(string $type, string $text, mixed $expected): void
    {
        [$value, $error] = Fields::parse($text, $this->field($type));
        self::assertSame($expected, $value);
        self::assertSame($expected === null, $error !== null);
    }

    #[TestWith(['number', '1500000.25', '1.500.000,25'])]
    #[TestWith(['number', '1000.000000', '1.000'])]
    #[TestWith(['number', '-1234567', '-1.234.567'])]
    #[TestWith(['money', 1500000, 'Rp 1.500.000'])]
    #[TestWith(['date', '2026-08-17', '17 Agustus 2026'])]
    #[TestWith(['choice', 'b', 'Bee'])]
    #[TestWith(['text', null, '–'])]
    public function testShows(string $type, mixed $value, string $expected): void
    {
        self::assertSame($expected, Fields::show($this->field($type), $value, []));
    }

    #[TestWith(['Siti Aminah', 'Si••••ah'])]
    #[TestWith(['abc', '••••'])]
    #[TestWith(['siti@contoh.go.id', 's•••@contoh.go.id'])]
    public function testMasks(string $text, string $expected): void
    {
        self::assertSame($expected, Fields::mask($text));
    }

    public function testBounds(): void
    {
        $field = ['min' => 2, 'max' => 3] + $this->field('number');
        self::assertSame('Paling kecil 2.', Fields::parse('1', $field)[1]);
        self::assertSame('Paling besar 3.', Fields::parse('10', $field)[1]);
        self::assertSame('Paling banyak 3 karakter.', Fields::parse('abcd', ['type' => 'text'] + $field)[1]);
        self::assertSame('Wajib diisi.', Fields::parse(' ', $field)[1]);
        self::assertNull(Fields::parse(' ', ['required' => false] + $field)[1]);
    }

    public function testTicketsAsPeopleTypeThem(): void
    {
        self::assertSame('SIP-26-0K41-M2XD', Records::normalTicket(' sip-26-ok4l m2xd '));
    }

    public function testTimesInTheZoneOfTheCity(): void
    {
        $zone = date_default_timezone_get();
        date_default_timezone_set('Asia/Jakarta');
        self::assertSame('18 Agu 2026, 00.30', Times::time('2026-08-17 17:30:00'));
        self::assertSame('5 tahun', Times::period(1825));
        date_default_timezone_set($zone);
    }

    public function testEncryptionKnowsItsPlace(): void
    {
        $encryption = new Encryption(str_repeat('k', 32));
        $sealed = $encryption->seal('3171234108900001', 'permohonan.nik');
        self::assertSame('3171234108900001', $encryption->open($sealed, 'permohonan.nik'));
        $this->expectException(RuntimeException::class);
        $encryption->open($sealed, 'pegawai.nik');
    }

    private function field(string $type): array
    {
        $choices = [['value' => 'a', 'label' => 'A'], ['value' => 'b', 'label' => 'Bee']];
        $field = ['name' => 'uji', 'label' => 'Uji', 'type' => $type, 'required' => true, 'choices' => $choices];
        $entity = ['fields' => [$field], 'states' => [], 'moves' => [], 'letters' => []];
        $service = ['roles' => [], 'entities' => [$entity]];
        return Definition::complete($service)['entities'][0]['fields'][0];
    }
}
