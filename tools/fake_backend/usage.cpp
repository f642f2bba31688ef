#include "usage.hpp"

namespace clerk::tool {

std::string_view const usage =
    R"(clerk-fake-backend [OPTION...]

A stand-in for the invitations of Clerk's Backend API, for tests of programs in any language. It creates, lists and revokes
invitations by Clerk's rules, with its errors and rate limits. It stores them in memory and sends no e-mail. It prints its URL,
its secret key and the CA file to trust, then serves until SIGINT or SIGTERM.

Network:
  --port PORT           port; default: 0, any free port
  --address ADDRESS     IP address to listen on; default: 127.0.0.1
  --allow-remote        allows an ADDRESS that other machines can reach
  --name NAME           additional host name or IP address for the certificate; may be repeated
  --http                serves http:// without TLS, for clients that cannot trust a CA file; loopback only
  --prefix PATH         path before /v1, as behind a reverse proxy

Behaviour:
  --key KEY             secret key to accept; default: sk_test_fake_backend_key; it is printed: never use a real one
  --seed FILE           initial users and invitations, as JSON:
                            {"users": ["user@example.com"],
                             "invitations": [{"email_address": "invite@example.com", "status": "expired"}]}
                        an invitation has the fields of Clerk's responses; only email_address is required
  --block ADDRESS       e-mail address that the instance blocks (403 not_allowed_access); may be repeated
  --no-invitations      acts as an instance without e-mail addresses (400 invitations_not_supported)
  --limit-create N      requests per window to create one invitation; default: 100 an hour
  --limit-bulk N        requests per window to create several; default: 25 an hour
  --limit-others N      requests per window of all other kinds; default: 100 in 10 seconds, 1000 with an sk_live_ key
  --window SECONDS      window of the limits given by these options
  --no-limits           disables all rate limits

Output:
  --ca-file FILE        writes the CA to FILE as PEM and keeps it; default: a temporary file, removed at exit
  --record FILE         appends a line of JSON for each request: method, path, query, headers, body, and the response status;
                        never contains the key
  --verbose             writes a line in logfmt to standard error for each request
  --print-json          prints url, secret_key and ca_file as one line of JSON
  --help                prints this page
  --version             prints the version

Example, with clients that read these variables:

  clerk-fake-backend --port 8443 --ca-file ca.pem &
  CLERK_API_URL=https://127.0.0.1:8443 CLERK_SECRET_KEY=sk_test_fake_backend_key SSL_CERT_FILE=ca.pem my_program
  NODE_EXTRA_CA_CERTS=ca.pem node my_script.mjs

Exit status: 0 ended by a signal, 1 cannot serve, 2 invalid options.
)";

} // namespace clerk::tool
