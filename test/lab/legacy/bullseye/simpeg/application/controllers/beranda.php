<?php echo "<title>SIMPEG</title><h1>Sistem Informasi Kepegawaian</h1>";
