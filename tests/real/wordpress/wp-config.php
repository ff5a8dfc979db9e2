<?php
// The commune's WordPress. Everything that differs from run to run comes from the environment.
define('DB_NAME', 'portal');
define('DB_USER', 'portal');
define('DB_PASSWORD', 'portal');
define('DB_HOST', 'localhost:' . getenv('PORTAL_SOCKET'));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
$table_prefix = 'wp_';

define('WP_HOME', getenv('PORTAL_URL'));
define('WP_SITEURL', getenv('PORTAL_URL'));

// No request may leave this machine, and nothing may change between two scans by itself.
define('WP_HTTP_BLOCK_EXTERNAL', true);
define('DISABLE_WP_CRON', true);
define('AUTOMATIC_UPDATER_DISABLED', true);

define('AUTH_KEY', 'trial');
define('SECURE_AUTH_KEY', 'trial');
define('LOGGED_IN_KEY', 'trial');
define('NONCE_KEY', 'trial');
define('AUTH_SALT', 'trial');
define('SECURE_AUTH_SALT', 'trial');
define('LOGGED_IN_SALT', 'trial');
define('NONCE_SALT', 'trial');
define('WP_DEBUG', false);

if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
