CREATE DATABASE antrian CHARACTER SET utf8mb4;
CREATE USER antrian@'127.0.0.1' IDENTIFIED BY 'antri #1 2020';
CREATE USER antrian@localhost IDENTIFIED BY 'antri #1 2020';
GRANT ALL PRIVILEGES ON antrian.* TO antrian@'127.0.0.1', antrian@localhost;
CREATE TABLE antrian.antrian (no INT AUTO_INCREMENT PRIMARY KEY, loket INT, dibuat TIMESTAMP NOT NULL DEFAULT CURRENT_TIMESTAMP);
INSERT INTO antrian.antrian (loket) SELECT 1 + seq % 4 FROM mysql.seq_1_to_200;
