/** What a project that used django-cloudinary-storage should know when it moves off it. */
import type { Text } from "../lib/text.ts";
import type { Access } from "../model/answers.ts";

interface Words {
  readonly message: Text;
  readonly next: Text;
}

export const packageRetired = (beforeStaticfiles: boolean): Words => ({
  message: {
    en: `django-cloudinary-storage, without a release since 2020, is not used any more; it was left where it is.${beforeStaticfiles ? " It stands before django.contrib.staticfiles: its collectstatic fails on Django 5.1 and later, and copies nothing before that." : ""}`,
    es: `django-cloudinary-storage, sin versiones desde 2020, ya no se usa; se dejó donde está.${beforeStaticfiles ? " Está antes de django.contrib.staticfiles: su collectstatic falla desde Django 5.1, y en versiones anteriores no copia nada." : ""}`,
  },
  next: {
    en: "Delete these lines in one go: the app refuses to start without its CLOUDINARY_STORAGE.",
    es: "Borra estas líneas todas juntas: la app no arranca sin su CLOUDINARY_STORAGE.",
  },
});

/** `MediaCloudinaryStorage` and `VideoMediaCloudinaryStorage`: our storage knows their names. */
export const filesStayPublic: Words = {
  message: {
    en: "Files that django-cloudinary-storage has stored stay where they are, and the app goes on showing them. Their links are public, as before; only new files follow --access.",
    es: "Los archivos que guardó django-cloudinary-storage se quedan donde están, y la app los sigue mostrando. Sus enlaces son públicos, como antes; solo los nuevos siguen --access.",
  },
  next: {
    en: "To make old ones private too, save them anew through Django (open, save, delete) once this is deployed.",
    es: "Para que también los antiguos sean privados, vuelve a guardarlos con Django (open, save, delete) cuando esto esté desplegado.",
  },
};

/** `RawMediaCloudinaryStorage` and classes of the project's own: their names look like ours, and lead elsewhere. */
export const filesNotFound: Words = {
  message: {
    en: "Files that the app has stored in Cloudinary until now are not found under the new settings: they have another public ID or type. They stay in the cloud.",
    es: "Los archivos que la app guardó en Cloudinary hasta ahora no se encuentran con la nueva configuración: tienen otro public ID o tipo. Siguen en la nube.",
  },
  next: {
    en: "With --access public --folder= raw files keep their places. Otherwise copy them before the deploy: npx vet-media-setup migrate --from 'cloudinary://<cloud>/<folder>?names=public-id&access=public' --to configured",
    es: "Con --access public --folder= los archivos raw conservan su lugar. Si no, cópialos antes del deploy: npx vet-media-setup migrate --from 'cloudinary://<nube>/<carpeta>?names=public-id&access=public' --to configured",
  },
};

/** The new store is not Cloudinary. */
export const filesStayBehind: Words = {
  message: {
    en: "Files that the app has stored in Cloudinary until now stay there, and are not found at the new place.",
    es: "Los archivos que la app guardó en Cloudinary hasta ahora se quedan ahí, y no se encuentran en el lugar nuevo.",
  },
  next: {
    en: "Copy them under the names that the database holds: npx vet-media-setup migrate --from 'cloudinary://<cloud>/<folder>?names=public-id' --to configured",
    es: "Cópialos con los nombres que tiene la base de datos: npx vet-media-setup migrate --from 'cloudinary://<nube>/<carpeta>?names=public-id' --to configured",
  },
};

/** Cloud, folder or access is another than before. `place`: cloud and folder until now. */
export const filesStayAt = (place: string, was: Access, is: Access, command: string): Words => {
  const words = { private: ["private", "privados"], public: ["public", "públicos"] } as const;
  const more =
    was === is
      ? { en: "", es: "" }
      : {
          en: ` They stay ${words[was][0]}; the app looks for ${words[is][0]} ones.`,
          es: ` Siguen siendo ${words[was][1]}; la app busca los ${words[is][1]}.`,
        };
  return {
    message: {
      en: `Files that are stored already stay at cloudinary://${place}, and the app does not find them.${more.en}`,
      es: `Los archivos ya guardados se quedan en cloudinary://${place}, y la app no los encuentra.${more.es}`,
    },
    next: {
      en: `Copy them: ${command}${was === "public" ? " (the public ones stay until you delete them in the Console)" : ""}`,
      es: `Cópialos: ${command}${was === "public" ? " (los públicos se quedan hasta que los borres en la consola)" : ""}`,
    },
  };
};
