extension MainParameters {
    /// Every parameter that has to be asked for; older Postfixes do not know all of them.
    public static let names: [String] =
        routing + classes + lookup + client + receiving + machine + timing + security

    /// What decides where mail goes.
    private static let routing = [
        "transport_maps", "relayhost", "default_transport", "relay_transport", "local_transport",
        "virtual_transport", "sender_dependent_relayhost_maps",
        "sender_dependent_default_transport_maps", "content_filter", "relocated_maps",
        "defer_transports", "smtp_fallback_relay", "transport_retry_time",
    ]

    /// What decides the class of an address.
    private static let classes = [
        "mydestination", "virtual_alias_domains", "virtual_alias_maps", "virtual_mailbox_domains",
        "virtual_mailbox_maps", "relay_domains", "parent_domain_matches_subdomains",
        "inet_interfaces", "proxy_interfaces", "show_user_unknown_table_name",
    ]

    /// What decides which keys a table is asked for.
    private static let lookup = [
        "recipient_delimiter", "empty_address_recipient", "myhostname", "double_bounce_sender",
        "owner_request_special", "smtputf8_enable", "default_database_type",
    ]

    /// How the SMTP client goes to a nexthop.
    private static let client = [
        "smtp_tcp_port", "known_tcp_ports", "smtp_host_lookup", "smtp_dns_support_level",
        "disable_dns_lookups", "smtp_bind_address", "smtp_bind_address6", "inet_protocols",
        "smtp_address_preference", "smtp_connect_timeout", "use_srv_lookup",
    ]

    /// Which mail is taken in.
    private static let receiving = [
        "relay_recipient_maps", "smtpd_recipient_restrictions", "smtpd_relay_restrictions",
        "smtpd_relay_before_recipient_restrictions", "smtpd_client_restrictions",
        "smtpd_helo_restrictions", "smtpd_sender_restrictions", "smtpd_data_restrictions",
        "smtpd_restriction_classes", "permit_mx_backup_networks", "address_verify_relay_transport",
        "address_verify_transport_maps", "address_verify_relayhost",
    ]

    /// Where things are, and who owns them.
    private static let machine = [
        "config_directory", "queue_directory", "data_directory", "command_directory",
        "daemon_directory", "mail_owner", "mail_version", "compatibility_level",
        "multi_instance_name", "fast_flush_domains",
    ]

    /// How long mail waits.
    private static let timing = [
        "maximal_queue_lifetime", "bounce_queue_lifetime", "minimal_backoff_time",
        "maximal_backoff_time", "queue_run_delay",
    ]

    /// What is keyed by the nexthop, or says how the connection is secured.
    private static let security = [
        "smtp_tls_policy_maps", "smtp_tls_per_site", "smtp_tls_security_level",
        "smtp_tls_wrappermode", "smtp_sasl_auth_enable", "smtp_sasl_password_maps",
    ]
}
