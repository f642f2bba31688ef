#include "testing/tls/certificate_builder.hpp"

#include <openssl/pem.h>
#include <openssl/rand.h>

#include <array>
#include <ctime>

namespace clerk::testing::detail {

namespace {

void require(bool good, char const* doing)
{
    if (!good) throw_openssl_error(doing);
}

void add_extension(X509& certificate, X509* issuer, int nid, std::string const& value)
{
    X509V3_CTX context;
    X509V3_set_ctx(&context, issuer ? issuer : &certificate, &certificate, nullptr, nullptr, 0);
    ExtensionHandle const extension{X509V3_EXT_conf_nid(nullptr, &context, nid, value.c_str())};
    require(extension && X509_add_ext(&certificate, extension.get(), -1) == 1, "adding a certificate extension");
}

// X509V3_EXT_conf_nid would split the names at commas and end them at a NUL.
void add_dns_name(GENERAL_NAMES& names, std::string const& text)
{
    ASN1_IA5STRING* const value = ASN1_IA5STRING_new();
    require(value && ASN1_STRING_set(value, text.data(), static_cast<int>(text.size())) == 1, "adding a DNS name");
    GENERAL_NAME* const name = GENERAL_NAME_new();
    require(name && sk_GENERAL_NAME_push(&names, name) > 0, "adding a DNS name");
    GENERAL_NAME_set0_value(name, GEN_DNS, value);
}

void add_ip_address(GENERAL_NAMES& names, std::string const& text)
{
    ASN1_OCTET_STRING* const value = a2i_IPADDRESS(text.c_str());
    require(value, "reading an IP address");
    GENERAL_NAME* const name = GENERAL_NAME_new();
    require(name && sk_GENERAL_NAME_push(&names, name) > 0, "adding an IP address");
    GENERAL_NAME_set0_value(name, GEN_IPADD, value);
}

void add_alternative_names(X509& certificate, CertificateSpec const& spec)
{
    if (spec.dns_names.empty() && spec.ip_addresses.empty()) return;
    NamesHandle const names{sk_GENERAL_NAME_new_null()};
    require(names != nullptr, "making alternative names");
    for (auto const& name : spec.dns_names) add_dns_name(*names, name);
    for (auto const& address : spec.ip_addresses) add_ip_address(*names, address);
    require(X509_add1_ext_i2d(&certificate, NID_subject_alt_name, names.get(), 0, X509V3_ADD_DEFAULT) == 1,
            "adding alternative names");
}

void add_usage(X509& certificate, int nid, std::string const& usage, char const* default_usage)
{
    std::string const value = usage.empty() ? default_usage : usage;
    if (!value.empty() && value != "none") add_extension(certificate, nullptr, nid, value);
}

void set_serial(X509& certificate)
{
    std::array<unsigned char, 16> bytes{};
    require(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1, "drawing a serial number");
    bytes[0] = static_cast<unsigned char>((bytes[0] & 0x3f) | 0x40); // positive, without leading zeros
    std::unique_ptr<BIGNUM, OpensslDeleter<&BN_free>> const number{
        BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
    require(number && BN_to_ASN1_INTEGER(number.get(), X509_get_serialNumber(&certificate)), "setting a serial number");
}

// X509_get_subject_name returns a pointer to const from OpenSSL 4.0 on, so the name is built separately and copied.
void set_subject(X509& certificate, std::string const& common_name)
{
    SubjectHandle const subject{X509_NAME_new()};
    auto const* const text = reinterpret_cast<unsigned char const*>(common_name.data());
    require(subject &&
                X509_NAME_add_entry_by_NID(subject.get(), NID_commonName, MBSTRING_UTF8, text,
                                           static_cast<int>(common_name.size()), -1, 0) == 1 &&
                X509_set_subject_name(&certificate, subject.get()) == 1,
            "setting the subject");
}

} // namespace

KeyHandle make_key(CertificateSpec const& spec)
{
    KeyHandle key{spec.rsa_bits == 0 ? EVP_EC_gen("P-256") : EVP_RSA_gen(spec.rsa_bits)};
    require(key != nullptr, "making a key");
    return key;
}

CertificateHandle make_certificate(CertificateSpec const& spec, EVP_PKEY& key, X509* issuer, EVP_PKEY& issuer_key)
{
    CertificateHandle certificate{X509_new()};
    require(certificate && X509_set_version(certificate.get(), X509_VERSION_3) == 1, "making a certificate");
    set_serial(*certificate);

    std::time_t now = std::time(nullptr);
    require(X509_time_adj_ex(X509_getm_notBefore(certificate.get()), 0, static_cast<long>(spec.not_before.count()), &now) &&
                X509_time_adj_ex(X509_getm_notAfter(certificate.get()), 0, static_cast<long>(spec.not_after.count()), &now),
            "setting the validity");

    set_subject(*certificate, spec.common_name);
    // A certificate without an issuer is self-signed.
    require(X509_set_issuer_name(certificate.get(), X509_get_subject_name(issuer ? issuer : certificate.get())) == 1,
            "setting the issuer");
    require(X509_set_pubkey(certificate.get(), &key) == 1, "setting the public key");

    add_extension(*certificate, issuer, NID_subject_key_identifier, "hash");
    add_extension(*certificate, issuer, NID_authority_key_identifier, "keyid");
    add_extension(*certificate, issuer, NID_basic_constraints, spec.is_ca ? "critical,CA:TRUE" : "critical,CA:FALSE");
    add_usage(*certificate, NID_key_usage, spec.key_usage,
              spec.is_ca ? "critical,keyCertSign,cRLSign" : "critical,digitalSignature,keyEncipherment");
    add_usage(*certificate, NID_ext_key_usage, spec.extended_key_usage, spec.is_ca ? "" : "serverAuth");
    add_alternative_names(*certificate, spec);

    require(X509_sign(certificate.get(), &issuer_key, EVP_sha256()) > 0, "signing a certificate");
    return certificate;
}

std::string to_pem(X509& certificate)
{
    BioHandle const bio{BIO_new(BIO_s_mem())};
    require(bio && PEM_write_bio_X509(bio.get(), &certificate) == 1, "writing a certificate");
    return text_of(*bio);
}

std::string to_pem(EVP_PKEY& key)
{
    BioHandle const bio{BIO_new(BIO_s_mem())};
    require(bio && PEM_write_bio_PrivateKey(bio.get(), &key, nullptr, nullptr, 0, nullptr, nullptr) == 1, "writing a key");
    return text_of(*bio);
}

} // namespace clerk::testing::detail
