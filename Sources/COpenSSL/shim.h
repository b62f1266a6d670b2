/* OpenSSL's macros as functions, because Swift cannot import macros with arguments. */
#ifndef COPENSSL_SHIM_H
#define COPENSSL_SHIM_H

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>
#include <stdint.h>

static inline int cossl_set_min_version(SSL_CTX *context, int version) {
    return (int)SSL_CTX_set_min_proto_version(context, version);
}

static inline int cossl_set_server_name(SSL *ssl, const char *name) {
    return (int)SSL_set_tlsext_host_name(ssl, name);
}

/* SSL_OP_LEGACY_SERVER_CONNECT, which is a macro with a cast. */
static const uint64_t cossl_legacy_server_connect = SSL_OP_LEGACY_SERVER_CONNECT;

/* A memory BIO that answers "try again" rather than end of file when it is empty. */
static inline BIO *cossl_memory_bio(void) {
    BIO *bio = BIO_new(BIO_s_mem());
    if (bio != NULL) BIO_set_mem_eof_return(bio, -1);
    return bio;
}

static inline int cossl_pending(BIO *bio) { return (int)BIO_pending(bio); }

/* The subject alternative names of a certificate; NULL when it has none. Freed by the next. */
static inline GENERAL_NAMES *cossl_alternative_names(const X509 *certificate) {
    return (GENERAL_NAMES *)X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
}

static inline void cossl_free_names(GENERAL_NAMES *names) { GENERAL_NAMES_free(names); }

static inline int cossl_name_count(const GENERAL_NAMES *names) {
    return sk_GENERAL_NAME_num(names);
}

/* The bytes of one dNSName; NULL when the entry is of another kind. */
static inline const unsigned char *cossl_dns_name(const GENERAL_NAMES *names, int index,
                                                  int *length) {
    const GENERAL_NAME *name = sk_GENERAL_NAME_value(names, index);
    if (name == NULL || name->type != GEN_DNS) return NULL;
    *length = ASN1_STRING_length(name->d.dNSName);
    return ASN1_STRING_get0_data(name->d.dNSName);
}

/* A list of certificates, which owns those that were added; NULL without memory. Freed by the last. */
static inline STACK_OF(X509) *cossl_chain(void) { return sk_X509_new_null(); }

/* Adds a certificate in DER and returns it; NULL when it cannot be read. */
static inline X509 *cossl_chain_add(STACK_OF(X509) *chain, const unsigned char *der, long length) {
    X509 *certificate = d2i_X509(NULL, &der, length);
    if (certificate == NULL || sk_X509_push(chain, certificate) > 0) return certificate;
    X509_free(certificate);
    return NULL;
}

static inline int cossl_chain_count(const STACK_OF(X509) *chain) {
    return chain == NULL ? 0 : sk_X509_num(chain);
}

static inline X509 *cossl_chain_at(const STACK_OF(X509) *chain, int index) {
    return sk_X509_value(chain, index);
}

static inline void cossl_chain_free(STACK_OF(X509) *chain) { sk_X509_pop_free(chain, X509_free); }

#endif
