<?php
// Addresses such as /?p=1.
$wp_rewrite->set_permalink_structure('');
$wp_rewrite->flush_rules(false);
