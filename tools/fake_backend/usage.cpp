#include "usage.hpp"

namespace clerk::tool {

std::string_view const usage =
    R"(clerk-fake-backend [OPTION...]

A stand-in for the invitations of Clerk's Backend API, for testing programs in any language: it creates, lists and revokes
invitations by Clerk's rules, with its errors and rate limits, keeps them in memory and sends no e-mail. It prints where it is,
which key it takes and which CA to trust, then serves until SIGINT or SIGTERM.

Where:
  --port PORT           the port; 0, the default: one that is free
  --address ADDRESS     the IP address to listen on, by default 127.0.0.1
  --allow-remote        lets ADDRESS be one that other machines can reach
  --name NAME           a name or address that the certificate is for, besides ADDRESS and those of loopback; may be repeated
  --http                speaks http:// without TLS, for clients that cannot be told whom to trust; on loopback only
  --prefix PATH         a path that stands before /v1, as behind a proxy

What:
  --key KEY             the secret key to accept, by default sk_test_fake_backend_key; it is printed: never use a real one
  --seed FILE           users and invitations to begin with, as JSON:
                            {"users": ["user@example.com"],
                             "invitations": [{"email_address": "invite@example.com", "status": "expired"}]}
                        an invitation has the fields of Clerk's answers, of which email_address alone is needed
  --block ADDRESS       an e-mail address that the instance blocks (403 not_allowed_access); may be repeated
  --no-invitations      an instance without e-mail addresses (400 invitations_not_supported)
  --limit-create N      requests allowed in a window to create one invitation, by default 100 in an hour
  --limit-bulk N        the same to create several, by default 25 in an hour
  --limit-others N      the same for all else, by default 100 in 10 seconds, 1000 with an sk_live_ key
  --window SECONDS      the window of the limits named above
  --no-limits           allows any number of requests

Output:
  --ca-file FILE        writes the CA there as PEM and leaves it; by default a temporary file, removed at the end
  --record FILE         appends a line of JSON for each request: method, path, query, headers, body, and the status answered;
                        the key is never written
  --print-json          prints url, secret_key and ca_file as one line of JSON instead of text to read
  --help                prints this
  --version             prints the version

An example, with a client that heeds these variables:

  clerk-fake-backend --port 8443 --ca-file ca.pem &
  CLERK_API_URL=https://127.0.0.1:8443 CLERK_SECRET_KEY=sk_test_fake_backend_key SSL_CERT_FILE=ca.pem my_program
  NODE_EXTRA_CA_CERTS=ca.pem node my_script.mjs

Exit status: 0 ended by a signal, 1 it cannot serve, 2 the options are wrong.
)";

} // namespace clerk::tool
