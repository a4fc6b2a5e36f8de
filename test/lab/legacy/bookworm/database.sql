-- The trap app's database: what dumps and copies get wrong.
SET NAMES utf8mb4;
CREATE DATABASE retribusi CHARACTER SET latin1 COLLATE latin1_swedish_ci;
CREATE USER retribusi@localhost IDENTIFIED BY 'Pasar#2014$''lama';
GRANT ALL PRIVILEGES ON retribusi.* TO retribusi@localhost;
CREATE USER tagih@'127.0.0.1' IDENTIFIED BY 'Tagih;2016';
GRANT SELECT, INSERT, UPDATE, EXECUTE ON retribusi.* TO tagih@'127.0.0.1';
-- The account of a programmer who left: nobody logs in with it, views and triggers run as it.
CREATE USER pembuat@localhost IDENTIFIED BY 'sudah-pergi';
GRANT ALL PRIVILEGES ON retribusi.* TO pembuat@localhost;
CREATE USER laporan@'%' IDENTIFIED BY 'Laporan2020';

USE retribusi;
CREATE TABLE buku (no BIGINT AUTO_INCREMENT PRIMARY KEY, id VARCHAR(64) NOT NULL, waktu DATETIME(6),
  KEY (id)) ENGINE=InnoDB CHARSET=utf8mb4;
-- Two tables always written together, in an engine without transactions.
CREATE TABLE kas (no INT AUTO_INCREMENT PRIMARY KEY, id VARCHAR(64) NOT NULL, jumlah INT NOT NULL,
  KEY (id)) ENGINE=MyISAM CHARSET=latin1;
CREATE TABLE kas_rinci LIKE kas;
CREATE TABLE pasar (kode CHAR(3) PRIMARY KEY, nama VARCHAR(60), catatan VARCHAR(120),
  dibuka DATE NOT NULL DEFAULT '0000-00-00') ENGINE=InnoDB CHARSET=latin1;
CREATE TABLE pedagang (no INT AUTO_INCREMENT PRIMARY KEY, pasar CHAR(3) CHARACTER SET latin1,
  nama VARCHAR(80), alamat VARCHAR(120), luas DECIMAL(6,2), setor INT NOT NULL DEFAULT 0)
  ENGINE=InnoDB CHARSET=utf8mb4 AUTO_INCREMENT=5000;
CREATE TABLE pengaturan (nama VARCHAR(40) PRIMARY KEY, nilai TEXT) ENGINE=InnoDB CHARSET=utf8mb4;
CREATE TABLE berkas (no INT AUTO_INCREMENT PRIMARY KEY, jalur VARBINARY(255)) ENGINE=InnoDB;
CREATE TABLE jejak (no INT AUTO_INCREMENT PRIMARY KEY, kejadian VARCHAR(40), oleh VARCHAR(80),
  waktu TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP) ENGINE=InnoDB CHARSET=utf8mb4;

INSERT INTO pasar VALUES ('SKM', 'Pasar Sukamaju', 'Buka setiap hari', '1998-03-01'),
  ('BRU', 'Pasar Baru', NULL, '0000-00-00');
-- Double-encoded: the bytes of UTF-8 kept in a latin1 column, as an old connection wrote them.
UPDATE pasar SET catatan = CONVERT(UNHEX('436166C3A920E28093206C616E74616920C2BD') USING latin1)
  WHERE kode = 'BRU';
INSERT INTO pedagang (pasar, nama, alamat, luas, setor) VALUES
  ('SKM', 'Ibu Sulastri 🌶', 'Blok A 1', 4.00, 40000), ('SKM', 'Pak Ndaru', 'Blok A "2"', 6.25, 62500),
  ('BRU', 'Toko Ré & Sons', 'Los \\ 3', 9.00, 0);
INSERT INTO pengaturan VALUES ('tampilan',
  'a:2:{s:7:"lambang";s:45:"http://retribusi.kota.test/berkas/lambang.png";s:5:"warna";s:5:"hijau";}');
INSERT INTO berkas (jalur) VALUES ('lambang.png'), ('foto pasar (1).jpg'), (UNHEX('636166E92E706466')),
  ('baris\nbaru.txt'), ('2013/hilang.jpg'), ('2014/juga hilang.pdf');
INSERT INTO kas (id, jumlah) SELECT CONCAT('awal-', seq), 1500 FROM seq_1_to_500;
INSERT INTO kas_rinci (id, jumlah) SELECT id, jumlah FROM kas;

DELIMITER //
CREATE DEFINER=pembuat@localhost FUNCTION f_tarif(luas DECIMAL(6,2)) RETURNS INT DETERMINISTIC
  RETURN ROUND(luas * 10000)//
CREATE DEFINER=pembuat@localhost PROCEDURE p_tagih(hari DATE)
  BEGIN INSERT INTO jejak (kejadian, oleh) VALUES (CONCAT('tagih ', hari), CURRENT_USER()); END//
CREATE DEFINER=pembuat@localhost TRIGGER pedagang_ai AFTER INSERT ON pedagang FOR EACH ROW
  INSERT INTO jejak (kejadian, oleh) VALUES (CONCAT('pedagang ', NEW.no), CURRENT_USER())//
CREATE DEFINER=pembuat@localhost TRIGGER pedagang_bu BEFORE UPDATE ON pedagang FOR EACH ROW
  SET NEW.setor = GREATEST(NEW.setor, 0)//
CREATE DEFINER=pembuat@localhost EVENT tutup_hari ON SCHEDULE EVERY 1 DAY
  STARTS '2020-01-01 03:15:00' DO INSERT INTO jejak (kejadian) VALUES ('tutup hari')//
DELIMITER ;
CREATE DEFINER=pembuat@localhost SQL SECURITY DEFINER VIEW v_saldo AS
  SELECT p.nama AS pasar, COALESCE(SUM(d.setor), 0) AS jumlah
  FROM pasar p LEFT JOIN pedagang d ON d.pasar = p.kode GROUP BY p.kode;
GRANT SELECT ON retribusi.v_saldo TO laporan@'%';

CREATE DATABASE situs CHARACTER SET utf8mb4;
CREATE USER situs@localhost IDENTIFIED BY 'Situs & "Resmi" 2018';
GRANT ALL PRIVILEGES ON situs.* TO situs@localhost;
