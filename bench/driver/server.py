"""The server of the measurements: nginx with TLS 1.3 and certificates of its own making: like those of public sites, a leaf, an
intermediate and a root, on P-256."""
import json
import pathlib
import shutil
import socket
import subprocess
import time

ANSWER = json.dumps({
    'object': 'invitation',
    'id': 'inv_2g7npi9XbTkMqWcEhRsLfVyAzDo',
    'email_address': 'invite@example.com',
    'public_metadata': {'example': 'metadata', 'example_nested': {'nested': 'metadata'}},
    'url': 'https://clerk.example.com/v1/tickets/accept?ticket=eyJhbGciOiJSUzI1NiIsInR5cCI6IkpXVCJ9'
           '.eyJleHAiOjE3MTY4ODMyMDB9.c2lnbmF0dXJlLW9mLWEtdGlja2V0LXRoY',
    'revoked': False,
    'status': 'pending',
    'expires_at': 1716883200000,
    'created_at': 1714291200000,
    'updated_at': 1714291200000,
}, separators=(',', ':'))
assert len(ANSWER) == 450, len(ANSWER)

CERTIFICATES = r'''
openssl ecparam -name prime256v1 -genkey -noout -out ca.key
openssl req -x509 -new -key ca.key -sha256 -days 30 -subj '/CN=benchmark CA' -out ca.pem \
    -addext basicConstraints=critical,CA:TRUE -addext keyUsage=critical,keyCertSign
openssl ecparam -name prime256v1 -genkey -noout -out server.key
openssl ecparam -name prime256v1 -genkey -noout -out issuer.key
openssl req -new -key issuer.key -subj '/CN=benchmark issuer' -out issuer.csr
printf 'basicConstraints=critical,CA:TRUE,pathlen:0\nkeyUsage=critical,keyCertSign\n' > issuer.extensions
openssl x509 -req -in issuer.csr -CA ca.pem -CAkey ca.key -CAcreateserial -sha256 -days 30 -extfile issuer.extensions \
    -out issuer.pem
openssl req -new -key server.key -subj /CN=localhost -out server.csr
printf 'subjectAltName=DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' > extensions
openssl x509 -req -in server.csr -CA issuer.pem -CAkey issuer.key -CAcreateserial -sha256 -days 30 -extfile extensions -out leaf.pem
cat leaf.pem issuer.pem > server.pem
'''


def free_port():
    with socket.socket() as listener:
        listener.bind(('127.0.0.1', 0))
        return listener.getsockname()[1]


def nginx_program():
    return shutil.which('nginx') or shutil.which('nginx', path='/usr/sbin:/usr/local/sbin')


class Server:
    """Runs while it is entered; `url` keeps connections, `closing_url` closes each after one answer."""

    def __init__(self, directory, template, cpu):
        self.directory = pathlib.Path(directory)
        self.template = pathlib.Path(template)
        self.cpu = cpu

    def __enter__(self):
        subprocess.run(['bash', '-ec', CERTIFICATES], cwd=self.directory, check=True, capture_output=True)
        self.ca = str(self.directory / 'ca.pem')
        port, closing_port = free_port(), free_port()
        self.url = f'https://localhost:{port}'
        self.closing_url = f'https://localhost:{closing_port}'
        configuration = self.directory / 'nginx.conf'
        configuration.write_text(self.template.read_text().format(
            dir=self.directory, port=port, closing_port=closing_port, answer=ANSWER))
        # The workers of a server that root starts read nothing here but what the master has opened.
        self.directory.chmod(0o755)
        self.process = subprocess.Popen(
            ['taskset', '-c', self.cpu, nginx_program(), '-e', 'stderr', '-c', str(configuration)],
            stderr=open(self.directory / 'nginx.log', 'w'))
        for _ in range(100):
            try:
                socket.create_connection(('127.0.0.1', port)).close()
                return self
            except ConnectionRefusedError:
                if self.process.poll() is not None:
                    break
                time.sleep(0.05)
        raise RuntimeError('nginx did not start: ' + (self.directory / 'nginx.log').read_text())

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait()
