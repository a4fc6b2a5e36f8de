-- MariaDB dump 10.17  Distrib 10.3.12-MariaDB
-- Sisa cadangan lama yang tertinggal di folder web.
CREATE TABLE `pedagang` (`no` int(11) NOT NULL);
